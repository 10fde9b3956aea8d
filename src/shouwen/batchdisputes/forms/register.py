"""Every form by its name, in the order in which they are offered."""

from shouwen.batchdisputes.forms import files, steps
from shouwen.batchdisputes.forms.work import BatchForm

FORMS: dict[str, type[BatchForm]] = {
    form.name: form
    for form in (
        steps.Ask,
        steps.Countersign,
        steps.Sign,
        steps.TurnDown,
        steps.Review,
        steps.PassSample,
        steps.Start,
        steps.Resume,
        steps.Stop,
        steps.CutShort,
        steps.GiveBack,
        steps.DrawAgain,
        steps.Export,
        steps.MarkInformed,
        steps.Close,
        steps.CheckRow,
        steps.StrikeLine,
        steps.MendLine,
        files.AddList,
        files.AddPaper,
        steps.Change,
        steps.Withdraw,
    )
}
# Those that bring a file, and whether it is a list rather than a paper.
WITH_FILES = {"add-list": True, "add-paper": False}
