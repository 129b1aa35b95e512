"""Invented words out of syllables, and how scripts spell them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from numpy.random import Generator

Word = tuple[str, ...]  # sounds: "zh", "a", "r" ...
_ONSET_TEXT = "b v g d zh z k l m n p r s t f kh ts ch sh b+r d+r g+r k+r p+r t+r s+t s+k v+l g+l z+v"
_ONSETS = tuple(tuple(onset.split("+")) for onset in _ONSET_TEXT.split())
_VOWELS = ("a", "e", "i", "o", "u", "a", "o")
_CODA_TEXT = "- - n r l s t k m d r+n n+t l+d r+k"
_CODAS = tuple(() if coda == "-" else tuple(coda.split("+")) for coda in _CODA_TEXT.split())
_SOUNDS = "b v g d zh z k l m n p r s t f kh ts ch sh a e i o u"
_CYRILLIC_TEXT = "б в г д ж з к л м н п р с т ф х ц ч ш а е и о у"
_GEORGIAN_TEXT = "ბ ვ გ დ ჟ ზ კ ლ მ ნ პ რ ს ტ ფ ხ ც ჩ შ ა ე ი ო უ"
_ARMENIAN_TEXT = "բ վ գ դ ժ զ կ լ մ ն պ ր ս տ ֆ խ ց չ շ ա ե ի ո ու"
_CYRILLIC = dict(zip(_SOUNDS.split(), _CYRILLIC_TEXT.split(), strict=True))
_GEORGIAN = dict(zip(_SOUNDS.split(), _GEORGIAN_TEXT.split(), strict=True))
_ARMENIAN = dict(zip(_SOUNDS.split(), _ARMENIAN_TEXT.split(), strict=True))
_TURKISH = {"zh": "j", "kh": "h", "ts": "s", "ch": "ç", "sh": "ş", "u": "ü"}
_SIGNS = "华鑫瑞达恒通宏盛泰德信诚宇航科锐联创博远卓越佳兴隆荣昌凯旋嘉禾润丰立群海星天元金铭方圆中正百川"
_PINYIN = (
    "hua xin rui da heng tong hong sheng tai de xin cheng yu hang ke rui lian chuang bo yuan zhuo yue jia xing long rong chang "
    "kai xuan jia he run feng li qun hai xing tian yuan jin ming fang yuan zhong zheng bai chuan"
)
# Chinese names are made of syllables of their own: sign and sound.
HANZI: tuple[tuple[str, str], ...] = tuple(zip(_SIGNS, _PINYIN.split(), strict=True))


@dataclass(frozen=True)
class Script:
    """How a script writes the sounds."""

    letters: Mapping[str, str]

    def spelled(self, word: Sequence[str]) -> str:
        """Return the word in this script, in small letters."""
        return "".join(self.letters.get(sound, sound) for sound in word)


LATIN = Script({})
CYRILLIC = Script(_CYRILLIC)
KAZAKH = Script({**_CYRILLIC, "k": "қ", "g": "ғ", "u": "ұ"})
TURKISH = Script(_TURKISH)
GEORGIAN = Script(_GEORGIAN)
ARMENIAN = Script(_ARMENIAN)


def invented_word(rng: Generator, syllables: int) -> Word:
    """Return an invented word of some syllables as sounds."""
    picks = rng.integers(0, 1 << 20, 2 * syllables + 1)
    sounds: list[str] = []
    for place in range(syllables):
        sounds += _ONSETS[picks[2 * place] % len(_ONSETS)]
        sounds.append(_VOWELS[picks[2 * place + 1] % len(_VOWELS)])
    sounds += _CODAS[picks[-1] % len(_CODAS)]
    return tuple(sounds)
