"""Every form of work on a dispute by its name, which is also the end of its address."""

from shouwen.disputes.forms import checking, deciding
from shouwen.disputes.forms.work import DisputeForm

# In the order in which the composer offers them.
FORMS: dict[str, type[DisputeForm]] = {
    form.name: form
    for form in (
        deciding.GrantForm,
        deciding.ApplyForm,
        deciding.SettleForm,
        deciding.CloseForm,
        deciding.ReopenForm,
        checking.FindForm,
        deciding.InterviewForm,
        checking.NoteForm,
        checking.AddChargeForm,
        checking.StrikeChargeForm,
        checking.AddPaperForm,
        deciding.RecalculateForm,
        deciding.RecallForm,
        deciding.SignForm,
        deciding.GiveBackForm,
        deciding.AskReversalForm,
        deciding.DropReversalForm,
        deciding.WithdrawForm,
    )
}
# Those that are handed in at an address of their own; the others lead to a page that does the work.
HANDED_IN = {name: form for name, form in FORMS.items() if not form.page}
