"""Sign somebody in and out, and keep them signed in when they ask."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from cases.models import TeamMember
from review.context import note_session_end
from review.forms.sign_in import SignInForm


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Show the sign-in page; afterwards the person comes back to the page they wanted."""

    template_name = "review/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign the person in, and note until when: pages warn them before it ends."""
        response = super().form_valid(form)
        note_session_end(self.request)
        return response

    def get_default_redirect_url(self) -> str:
        """Send an administrator, who sees no cases, to the mailboxes."""
        member = self.request.user
        if isinstance(member, TeamMember) and not member.may_decide:
            return reverse("review:settings-mailboxes")
        return super().get_default_redirect_url()


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; by POST only, so that no link can sign somebody out."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    logout(request)
    return redirect("review:sign-in")


@require_POST
def stay(request: HttpRequest) -> JsonResponse:
    """Begin the session's time anew, because the person said they are still here."""
    note_session_end(request)
    return JsonResponse({"seconds": request.session.get_expiry_age()})
