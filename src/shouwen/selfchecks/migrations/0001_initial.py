import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('customers', '0002_initial'),
        ('ledger', '0003_one_index_of_events'),
        ('people', '0006_leave'),
        ('refunds', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Day',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200)),
                ('day', models.DateField()),
                ('number', models.IntegerField(default=1)),
                ('state', models.CharField(choices=[('missing', 'Missing'), ('handed', 'Handed'), ('returned', 'Returned'), ('signed', 'Signed')], max_length=10)),
                ('waiting', models.IntegerField(default=0)),
                ('handed_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('code', models.CharField(blank=True, max_length=10)),
                ('said', models.JSONField(default=dict)),
                ('chain', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='ledger.chain')),
                ('clerk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='days', to=settings.AUTH_USER_MODEL)),
                ('handed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'base_manager_name': 'rows',
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='DayLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('signed', 'Signed'), ('returned', 'Returned')], default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=24)),
                ('why', models.CharField(blank=True, max_length=400)),
                ('mended', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('day', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='selfchecks.day')),
                ('refund', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='day_line', to='refunds.refund')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='ReportedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('source', models.CharField(blank=True, max_length=40)),
                ('path', models.CharField(max_length=200)),
                ('month', models.CharField(max_length=7)),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('count', models.IntegerField()),
                ('total', models.DecimalField(decimal_places=2, max_digits=14)),
                ('bad', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chain', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='ledger.chain')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'base_manager_name': 'rows',
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ReportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.IntegerField()),
                ('masked', models.CharField(max_length=40)),
                ('provider', models.CharField(blank=True, max_length=80)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('period', models.CharField(blank=True, max_length=7)),
                ('bill', models.CharField(blank=True, max_length=60)),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='selfchecks.reportedfile')),
            ],
        ),
        migrations.CreateModel(
            name='SelfCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('path', models.CharField(max_length=200)),
                ('begins', models.DateField()),
                ('ends', models.DateField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('ready', 'Ready'), ('signed', 'Signed')], max_length=10)),
                ('ran_at', models.DateTimeField()),
                ('again_at', models.DateTimeField(blank=True, null=True)),
                ('count', models.IntegerField()),
                ('total', models.DecimalField(decimal_places=2, max_digits=14)),
                ('facts', models.JSONField(default=dict)),
                ('found', models.IntegerField()),
                ('left', models.IntegerField()),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('code', models.CharField(blank=True, max_length=10)),
                ('said', models.JSONField(default=dict)),
                ('chain', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='ledger.chain')),
                ('signed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'base_manager_name': 'rows',
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='CheckException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('rule', models.CharField(max_length=20)),
                ('reason', models.CharField(max_length=40)),
                ('facts', models.JSONField(default=dict)),
                ('subject', models.CharField(max_length=140)),
                ('masked', models.CharField(blank=True, max_length=40)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('people', models.JSONField(default=list)),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
                ('cleared_at', models.DateTimeField(blank=True, null=True)),
                ('cleared_how', models.CharField(blank=True, max_length=16)),
                ('cleared_why', models.CharField(blank=True, max_length=400)),
                ('cleared_done', models.CharField(blank=True, max_length=400)),
                ('cleared_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('refund', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='refunds.refund')),
                ('check_of', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='selfchecks.selfcheck')),
            ],
            options={
                'ordering': ['number'],
                'base_manager_name': 'rows',
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name='day',
            index=models.Index(condition=models.Q(('state', 'signed'), _negated=True), fields=['path', 'day', 'id'], name='day_open'),
        ),
        migrations.AddIndex(
            model_name='day',
            index=models.Index(fields=['path', '-day', '-id'], name='day_place'),
        ),
        migrations.AddConstraint(
            model_name='day',
            constraint=models.UniqueConstraint(fields=('clerk', 'unit', 'day', 'number'), name='day_sheet'),
        ),
        migrations.AddConstraint(
            model_name='dayline',
            constraint=models.UniqueConstraint(fields=('day', 'number'), name='day_line_number'),
        ),
        migrations.AddIndex(
            model_name='reportedfile',
            index=models.Index(fields=['path', '-month', '-id'], name='reportedfile_place'),
        ),
        migrations.AddConstraint(
            model_name='reportedfile',
            constraint=models.UniqueConstraint(fields=('kind', 'unit', 'month', 'sha256'), name='reportedfile_once'),
        ),
        migrations.AddConstraint(
            model_name='reportedrow',
            constraint=models.UniqueConstraint(fields=('file', 'line'), name='reportedrow_line'),
        ),
        migrations.AddIndex(
            model_name='selfcheck',
            index=models.Index(fields=['path', '-begins', '-id'], name='check_place'),
        ),
        migrations.AddIndex(
            model_name='selfcheck',
            index=models.Index(condition=models.Q(('state', 'signed'), _negated=True), fields=['path', 'begins'], name='check_unsigned'),
        ),
        migrations.AddIndex(
            model_name='selfcheck',
            index=models.Index(condition=models.Q(('again_at__isnull', False)), fields=['again_at'], name='check_again'),
        ),
        migrations.AddConstraint(
            model_name='selfcheck',
            constraint=models.UniqueConstraint(fields=('kind', 'unit', 'begins'), name='check_once'),
        ),
        migrations.AddIndex(
            model_name='checkexception',
            index=models.Index(condition=models.Q(('cleared_at', None)), fields=['check_of', 'number'], name='exception_open'),
        ),
        migrations.AddConstraint(
            model_name='checkexception',
            constraint=models.UniqueConstraint(fields=('check_of', 'number'), name='exception_number'),
        ),
        migrations.AddConstraint(
            model_name='checkexception',
            constraint=models.UniqueConstraint(fields=('check_of', 'subject'), name='exception_once'),
        ),
    ]
