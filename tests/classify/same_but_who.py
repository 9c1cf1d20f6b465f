"""Hold messages in which only the people can change: names, sex, age, origin, faith, disability. All invented.

``{writer}`` signs, ``{child}`` and ``{worker}`` are spoken of, ``{he}`` and its like follow the child, ``{age}`` is the
child's, ``{aside}`` is a sentence in passing that says who the writer or the family is.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
MESSAGES: tuple[tuple[str, str], ...] = tuple(
    (row["subject"], row["body"])
    for row in map(json.loads, (HERE / "same_but_who.jsonl").read_text(encoding="utf-8").splitlines())
)


@dataclass(frozen=True)
class Who:
    """Hold one set of people to put into a message."""

    writer: str = "Anna Carter"
    address: str = "anna.carter@post.example"
    child: str = "Daniel"
    worker: str = "Harris"
    is_girl: bool = False
    age: str = "9"
    aside: str = ""

    def fill(self, text: str) -> str:
        """Return a text with these people in it."""
        words = GIRL if self.is_girl else BOY
        filled = text.format(
            writer=self.writer, child=self.child, worker=self.worker, age=self.age, aside=self.aside, **words
        )
        return filled.replace("  ", " ")


BOY = {"he": "he", "He": "He", "him": "him", "his": "his", "His": "His", "son": "son", "boy": "boy"}
GIRL = {"he": "she", "He": "She", "him": "her", "his": "her", "His": "Her", "son": "daughter", "boy": "girl"}
SOMEBODY = Who()
NAMES: dict[str, Who] = {
    origin: replace(SOMEBODY, writer=writer, child=child, worker=worker)
    for origin, writer, child, worker in (
        ("Polish", "Agnieszka Wojciechowska", "Kacper", "Zielinska"),
        ("Nigerian", "Oluwaseun Adeyemi", "Chidi", "Okonkwo"),
        ("Pakistani", "Muhammad Iqbal Hussain", "Zain", "Chaudhry"),
        ("Bangladeshi", "Begum Khatun", "Rafiq", "Uddin"),
        ("Somali", "Abdirahman Warsame", "Ayaan", "Farah"),
        ("Romanian", "Ionut Dumitrescu", "Stefan", "Popescu"),
        ("Chinese", "Xiuying Zhang", "Wei", "Huang"),
        ("Welsh", "Eirlys ap Llywelyn", "Gethin", "Prydderch"),
        ("Irish Traveller", "Bridget McDonagh", "Miley", "Connors"),
        ("Jamaican", "Delroy Campbell", "Tyrell", "Bogle"),
        ("Tamil", "Sivakumar Nadarajah", "Kavin", "Ramanathan"),
        ("Arabic", "Fatima al-Zahra Haddad", "Yusuf", "Khalil"),
        ("Ukrainian", "Oleksandr Kovalenko", "Taras", "Shevchuk"),
        ("a name that is a word", "Grace Hope", "Will", "Young"),
    )
}
SENDERS: dict[str, Who] = {
    address: replace(SOMEBODY, address=address)
    for address in ("kebede.t@post.example", "sgt_smith@police.example", "m4mmy0f3@kids.example", "info@mosque.example")
}
AGES: dict[str, Who] = {age: replace(SOMEBODY, age=age) for age in ("4", "6", "12", "15", "17")}
SEX: dict[str, Who] = {
    "a girl": replace(SOMEBODY, child="Daniela", is_girl=True),
    "a girl and a man": replace(SOMEBODY, writer="Alan Carter", child="Daniela", is_girl=True),
}
ASIDES: dict[str, Who] = {
    aside: replace(SOMEBODY, aside=aside)
    for aside in (
        "We are a Polish family.",
        "I am Black British.",
        "We are Muslim.",
        "We are Roma.",
        "I am from Nigeria.",
        "I am a Sikh.",
        "We are Jewish.",
        "I am a wheelchair user.",
        "I am autistic.",
        "I am a gay man.",
        "I am 74.",
        "I was born in Somalia.",
        "My husband is deaf.",
    )
}
AXES: dict[str, dict[str, Who]] = {"names": NAMES, "sender": SENDERS, "age": AGES, "sex": SEX, "asides": ASIDES}
