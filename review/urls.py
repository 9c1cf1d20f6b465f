"""List every page."""

from django.urls import URLPattern, URLResolver, include, path

from review.views import (
    case,
    errors,
    files,
    letter,
    look,
    mailboxes,
    queue,
    sign_in,
    sign_off,
    typing,
    unread,
    which_case,
)

app_name = "review"

_pages: list[URLPattern] = [
    path("", queue.show_queue, name="queue"),
    path("find", queue.find, name="find"),
    path("assign", queue.assign, name="case-assign"),
    path("status", queue.show_status, name="status"),
    path("sign-in", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("stay", sign_in.stay, name="stay"),
    path("cases/<int:case_id>", case.show_case, name="case"),
    path("cases/<int:case_id>/save", case.save, name="case-save"),
    path("cases/<int:case_id>/matter", case.add_matter, name="case-matter"),
    path("cases/<int:case_id>/file", case.file_case, name="case-file"),
    path("which-case", which_case.show_waiting, name="which-cases"),
    path("cases/<int:case_id>/which-case", which_case.show_question, name="which-case"),
    path("cases/<int:case_id>/which-case/answer", which_case.answer, name="which-case-answer"),
    path("cases/<int:case_id>/which-case/back", which_case.take_back, name="which-case-back"),
    path("cases/<int:case_id>/address", which_case.set_address, name="case-address"),
    path("mails/<int:mail_id>/own-case", which_case.make_own_case, name="mail-own-case"),
    path("letters/<int:letter_id>/release", which_case.release_letter, name="letter-release"),
    path("pairs/<int:pair_id>", case.answer_pair, name="case-pair"),
    path("alerts/<int:alert_id>/escalate", case.escalate, name="alert-escalate"),
    path("alerts/<int:alert_id>/dismiss", case.dismiss, name="alert-dismiss"),
    path("alerts/<int:alert_id>/confirm", case.confirm, name="alert-confirm"),
    path("mails/<int:mail_id>/original", files.mail_original, name="mail-original"),
    path("mails/<int:mail_id>/attachments/<int:index>", files.attachment, name="attachment"),
    path("letters/<int:letter_id>", letter.show_letter, name="letter"),
    path("letters/<int:letter_id>/save", letter.save, name="letter-save"),
    path("letters/<int:letter_id>/docx", letter.docx, name="letter-docx"),
    path("letters/<int:letter_id>/sign", sign_off.sign, name="letter-sign"),
    path("letters/<int:letter_id>/stop", sign_off.stop, name="letter-stop"),
    path("letters/<int:letter_id>/settle", sign_off.settle, name="letter-settle"),
    path("unread", unread.show_unread, name="unread"),
    path("unread/retry", unread.retry_kind, name="unread-retry"),
    path("unread/<int:mail_id>/type/<int:number>", typing.show_typing, name="unread-type"),
    path("unread/<int:mail_id>/type/<int:number>/save", typing.save_typing, name="unread-type-save"),
    path("unread/<int:mail_id>", unread.show_item, name="unread-item"),
    path("unread/<int:mail_id>/act", unread.act, name="unread-act"),
    path("unread/<int:mail_id>/alerts/<int:alert_id>", unread.answer_alert, name="unread-alert"),
    path("mailboxes", mailboxes.show_mailboxes, name="settings-mailboxes"),
    path("shortcuts", look.show_shortcuts, name="shortcuts"),
    path("shortcuts/switch", look.switch_keys, name="keys-switch"),
    path("council.css", look.council_css, name="council-css"),
]

urlpatterns: list[URLResolver] = [path("", include((_pages, app_name)))]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_fault
