import pytest

from ingest.documents.legible import is_legible, wordiness

TEXTS = {
    "a letter": ("Dear team, nobody came on Tuesday, and my son was left waiting at school for an hour.", True),
    "a few words": ("HDU WHDP", True),
    "letters moved along the alphabet": (r"'HDU WHDP\x0f QRERG\\ FDPH RQ 7XHVGD\\ DQG P\\ VRQ ZDV OHIW ZDLWLQJ KHUH", False),
    "shapes numbered as letters of many scripts": ("\u0144\u0113%\u015bK\u0163 \u012f$N\u0148@M \u0166R+\u0146L " * 8, False),
    "private signs": ("\ue001\ue002\ue003 \ue004\ue005 " * 8, False),
    "Chinese": ("\u6211\u7684\u5b69\u5b50\u5728\u5b66\u6821 \u6ca1\u6709\u4eba\u6765 " * 8, True),
    "a form in English and Chinese": (
        ("Shipper(Full Name & Address)(\u6258\u8fd0\u4eba): ADD:2022-2276(A)#45 TEL(\u7535\u8bdd):0754-88570001 OP(\u64cd\u4f5c): XJ/21 "
        "ETD(\u9884\u5b9a\u8239\u671f)2024/8/30 PKGS(\u4ef6\u6570) KGS(\u6bdb\u91cd) CBM(\u5c3a\u7801)"), True,
    ),
    "a form in English and Arabic": ("Form-7/b Ref:XK-22/19 \u0627\u0633\u0645 \u0627\u0644\u0637\u0641\u0644 KG/7 TT:8x8 B2#4 " * 3, True),
    "a letter in Polish": ("Szanowni Pa\u0144stwo, nikt nie przyszed\u0142 we wtorek, a m\u00f3j syn czeka\u0142 na spotkanie w szkole.", True),
}  # fmt: skip


@pytest.mark.parametrize(("text", "legible"), TEXTS.values(), ids=TEXTS.keys())
def test_words_are_told_from_lost_letters(text, legible):
    assert is_legible(text) is legible


def test_words_without_case_are_words():
    assert wordiness("\u6258\u8fd0\u4eba: \u0627\u0633\u0645 name") == 1.0
