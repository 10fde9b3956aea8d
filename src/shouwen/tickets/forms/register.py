"""Every form of work on a ticket by its name, which is also the end of its address."""

from shouwen.tickets.forms import asking, handling, judging
from shouwen.tickets.forms.attaching import AttachForm
from shouwen.tickets.forms.work import WorkForm

# In the order in which the composer offers them.
FORMS: dict[str, type[WorkForm]] = {
    form.name: form
    for form in (
        handling.ArchiveForm,
        handling.ContactForm,
        handling.AnswerForm,
        handling.TransferForm,
        handling.DispatchForm,
        handling.ReturnForm,
        handling.NoteForm,
        AttachForm,
        handling.ChaseForm,
        handling.TakeForm,
        handling.ResumeForm,
        judging.DeclareForm,
        judging.RepeatForm,
        judging.ReclassifyForm,
        judging.RaiseForm,
        asking.AskHoldForm,
        asking.HoldForm,
        asking.RefuseHoldForm,
        asking.HandOverForm,
        asking.AcceptForm,
        asking.DeclineForm,
        asking.WithdrawHandoverForm,
        asking.AskVoidForm,
        asking.VoidForm,
        asking.RefuseVoidForm,
        judging.RevealForm,
        judging.MarkForm,
        judging.LiftForm,
    )
}
