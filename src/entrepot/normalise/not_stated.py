"""Texts that say "nothing is stated here": in customs tables empty is rarely empty (NULL, N/A, не указано, 不详)."""

import re
from functools import lru_cache

from entrepot.codes.lookalikes import fold, latin_lookalikes

# Whole cells, in any case, spacing and accents. Met in customs tables (TRAPS.md, "Empty is not empty") or the same words in
# the other languages of the layouts. `no`, `n` and `0` are left out: Norway, a letter and a number.
_TEXTS = (
    # programs
    *("null", "nil", "none", "nan", "n a", "na", "n d", "nd", "tbd", "tba", "undefined", "nonetype", "blank", "empty"),
    # English
    *(
        "undeclared",
        "undetermined",
        "unspecified",
        "unidentified",
        "unknown",
        "not known",
        "not available",
        "unavailable",
    ),
    *("not applicable", "not specified", "not stated", "not declared", "not provided", "not given", "not indicated"),
    *(
        "not defined",
        "not disclosed",
        "not reported",
        "not mentioned",
        "not found",
        "no data",
        "no information",
        "no info",
    ),
    *(
        "no name",
        "none identified",
        "absent",
        "missing",
        "without data",
        "data not available",
        "information not available",
    ),
    *("other country", "other countries", "unknown country", "country unknown", "country not stated"),
    *("not available na", "n a not available", "no value", "no detail", "no details"),
    # Russian
    *(
        "нет",
        "нет данных",
        "нет сведений",
        "нет информации",
        "данные отсутствуют",
        "сведения отсутствуют",
        "отсутствует",
    ),
    *(
        "отсутствуют",
        "отсутствие",
        "неизвестно",
        "неизвестен",
        "неизвестна",
        "неизвестная",
        "неизвестный",
        "не известно",
    ),
    *("не указан", "не указана", "не указано", "не указаны", "не определен", "не определена", "не определено"),
    *(
        "не заявлен",
        "не заявлена",
        "не заявлено",
        "не задан",
        "не задано",
        "не заполнено",
        "не применимо",
        "неприменимо",
    ),
    *("недоступно", "не доступно", "не имеется", "без данных", "без имени", "пусто", "н д", "н у", "другая страна"),
    *(
        "другие страны",
        "прочие страны",
        "неизвестная страна",
        "страна неизвестна",
        "страна не указана",
        "прочая страна",
    ),
    # Ukrainian
    *("немає", "немає даних", "немає інформації", "дані відсутні", "відомості відсутні", "відсутній", "відсутня"),
    *(
        "відсутнє",
        "відсутні",
        "невідомо",
        "невідомий",
        "невідома",
        "невідоме",
        "не вказано",
        "не вказаний",
        "не вказана",
    ),
    *("не зазначено", "не зазначений", "не зазначена", "не визначено", "не визначений", "не визначена", "не заявлено"),
    *("не застосовується", "недоступно", "інша країна", "інші країни", "невідома країна"),
    # Kazakh
    *("жоқ", "деректер жоқ", "дерек жоқ", "мәлімет жоқ", "мәліметтер жоқ", "ақпарат жоқ", "көрсетілмеген", "белгісіз"),
    *("анықталмаған", "мәлімделмеген", "қолжетімсіз", "қолжетімді емес", "басқа ел", "басқа елдер", "белгісіз ел"),
    # Turkish
    *(
        "yok",
        "veri yok",
        "bilgi yok",
        "bilinmiyor",
        "bilinmeyen",
        "belirtilmemiş",
        "belirtilmedi",
        "belirsiz",
        "tanımsız",
    ),
    *("tanımlanmamış", "mevcut değil", "beyan edilmemiş", "beyan edilmedi", "uygulanmaz", "girilmemiş", "boş"),
    *("diğer ülke", "diğer ülkeler", "bilinmeyen ülke", "başka ülke"),
    # Spanish
    *(
        "no disponible",
        "no declarado",
        "no declarada",
        "no especificado",
        "no especificada",
        "no informado",
        "no informada",
    ),
    *(
        "no indicado",
        "no indicada",
        "no definido",
        "no definida",
        "indefinido",
        "indefinida",
        "no aplica",
        "no aplicable",
    ),
    *("no consta", "no existe", "no registra", "no registrado", "no identificado", "no determinado", "indeterminado"),
    *("sin dato", "sin datos", "sin informacion", "sin especificar", "sin declarar", "sin definir", "sin nombre"),
    *("desconocido", "desconocida", "ninguno", "ninguna", "ausente", "vacio", "s d", "s i", "pais desconocido"),
    *("otro pais", "otros paises", "otros", "nulo"),
    # Portuguese
    *("não disponível", "indisponível", "não declarado", "não declarada", "não especificado", "não especificada"),
    *(
        "não informado",
        "não informada",
        "não indicado",
        "não definido",
        "não definida",
        "não aplicável",
        "não se aplica",
    ),
    *("não consta", "não há", "não identificado", "não determinado", "não existe", "sem dados", "sem informação"),
    *("sem nome", "sem registo", "sem registro", "desconhecido", "desconhecida", "nenhum", "nenhuma", "inexistente"),
    *("vazio", "outro país", "outros países", "país desconhecido"),
    # French
    *(
        "non disponible",
        "indisponible",
        "non déclaré",
        "non déclarée",
        "non renseigné",
        "non renseignée",
        "non précisé",
    ),
    *("non précisée", "non spécifié", "non spécifiée", "non indiqué", "non communiqué", "non défini", "non définie"),
    *("indéfini", "indéterminé", "non déterminé", "non applicable", "non connu", "inconnu", "inconnue", "sans objet"),
    *("sans données", "sans nom", "pas de données", "aucun", "aucune", "aucune donnée", "absente", "néant", "vide"),
    *("autre pays", "autres pays", "pays inconnu"),
    # Vietnamese
    *("không có", "không", "không có dữ liệu", "không có thông tin", "không xác định", "chưa xác định", "không rõ"),
    *(
        "không biết",
        "không áp dụng",
        "không khai báo",
        "chưa khai báo",
        "không khai",
        "không được nêu",
        "không tồn tại",
    ),
    *("chưa có", "vắng mặt", "nước khác", "các nước khác", "quốc gia khác", "trống"),
    # Chinese
    *("无", "無", "空", "没有", "沒有", "不详", "不詳", "不明", "未知", "暂无", "暫無", "无数据", "無數據", "没有数据"),
    *(
        "无资料",
        "無資料",
        "未申报",
        "未申報",
        "未提供",
        "未注明",
        "未註明",
        "未说明",
        "未指定",
        "未定义",
        "未填写",
        "缺失",
    ),
    *(
        "不适用",
        "不適用",
        "不可用",
        "无法提供",
        "其他国家",
        "其它国家",
        "其他國家",
        "其他国家地区",
        "国别不详",
        "未知国家",
    ),
)
NOT_STATED = frozenset(fold(text) for text in _TEXTS) | {""}
_RAW = frozenset({"\\n", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!"})  # SQL, Excel
_CROSSES = re.compile(r"x{3,}|(?:x ){2,}x")  # XXX, X X X
_LETTER = re.compile(r"[^\W_]")
# How a cell begins that goes on plainly: its first three letters are those of its folded text, but for look-alikes.
_PLAIN_HEAD = re.compile(r"[0-9A-Za-zА-Яа-яЁё]{3}[\x00-\x7FА-Яа-яЁё]?")
_HEAD_LENGTH = 4
_HEADS = frozenset(latin_lookalikes(key[:3]) for key in (*NOT_STATED, "xxx"))
_ZEROS = re.compile(r"[\W_]*0[0\W_]*")
_LONGEST = max(map(len, NOT_STATED)) + 16  # room for brackets and doubled blanks


def is_not_stated(text: str) -> bool:
    """Return whether a whole cell says that nothing is stated: `NULL`, `N/A`, `—`, `не указано`, `OTHER COUNTRY`, `不详`.

    Case, accents, punctuation and doubled blanks do not matter; a cell of punctuation alone, or none, states nothing.
    False for `0`, which is a number: see `is_no_identifier`. Source: NOT_STATED above.
    """
    return not _begins_otherwise(text[:_HEAD_LENGTH]) and _states_nothing(text)


@lru_cache(maxsize=1 << 16)  # the beginnings of millions of texts are few
def _begins_otherwise(head: str) -> bool:
    """Return whether a text with these first four letters begins as no text of NOT_STATED does; False where that is not plain."""
    return _PLAIN_HEAD.fullmatch(head) is not None and latin_lookalikes(head[:3].lower()) not in _HEADS


@lru_cache(maxsize=1 << 14)
def _states_nothing(text: str) -> bool:
    if len(text) > _LONGEST:
        return _LETTER.search(text) is None
    key = fold(text)
    return key in NOT_STATED or text.strip().casefold() in _RAW or _CROSSES.fullmatch(key) is not None


def is_no_identifier(text: str) -> bool:
    """Return whether a cell of an identifier column holds none: not stated, or zeros alone (`0`, `0000000000`, `0.0`)."""
    return _ZEROS.fullmatch(text) is not None or is_not_stated(text)
