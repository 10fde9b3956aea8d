"""What a person does with their own sign-in."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.people.signing import by_themselves
from shouwen.people.verbs import sign_out
from shouwen.web.answers import SeeOther


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends every sitting of the person who asks, this one too."""
    sign_out(request.user.pk, actor=by_themselves(request.user), at=timezone.now())
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return SeeOther(reverse("account_login"))
