"""The memory of working days. Every change makes a new version; old versions can still be read."""

from django.db import models

from shouwen.ledger.models import Chain


class Year(models.Model):
    """A year of the table. While its make-up days are not announced, deadlines in it are provisional."""

    year = models.IntegerField(primary_key=True)
    chain = models.OneToOneField(Chain, models.PROTECT)
    announced_in = models.IntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.year)


class DayChange(models.Model):
    """A day that works or rests otherwise than its weekday says, as of a version of the table."""

    version = models.IntegerField()
    day = models.DateField()
    works = models.BooleanField()
    note = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "day"], name="daychange_once")]
        indexes = [models.Index(fields=["day"], name="daychange_day")]

    def __str__(self) -> str:
        return f"{self.day} {'works' if self.works else 'rests'} (v{self.version})"


class Version(models.Model):
    """The number of the newest version. One row; its lock lets one change in at a time."""

    number = models.IntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
