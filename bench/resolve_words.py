"""Words and transliteration tables from which `resolve_names.py` invents names; typed in here, no code of the package has them.

The tables are the published systems, so that what is generated is what clerks write: BGN/PCGN 1947 (Russian), GOST 7.79-2000 B,
ISO 9:1995, passports (ICAO Doc 9303, part 3, section 6), Ukraine 2010 (resolution 55), BGN/PCGN for Armenian and Georgian,
pinyin without tones, and the practical transcription of Turkish and German into Russian.
"""


def listed(text: str) -> list[str]:
    """Return the words of a text; lists read better as text."""
    return text.split()


CYRILLIC = listed("а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я і ї є ґ ў ә ғ қ ң ө ұ ү һ")


def _table(latin: str) -> dict[str, str]:
    return {letter: "" if text == "-" else text for letter, text in zip(CYRILLIC, latin.split(), strict=True)}


BGN = _table(
    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g w a gh q ng o u u h"
)
GOST_B = _table(
    "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh - y` - e` yu ya i yi ye g u a gh q ng o u u h"
)
ISO_9 = _table("a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ - y - è û â ì ï ê g ŭ a ġ k ņ ô u ù h")
PASSPORT = _table(
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia i i ie g u a g k n o u u h"
)
UKRAINE_2010 = _table(
    "a b v h d e yo zh z y i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia i i ie g u a g k n o u u h"
)
ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքօֆ",
        listed("a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j rr s v t r ts p k o f"),
        strict=True,
    )
) | {"ու": "u", "եւ": "ev", "և": "ev"}
ARMENIAN_OTHER = ARMENIAN | {"ռ": "r", "ղ": "g", "խ": "x", "ծ": "c", "ց": "c", "ճ": "tch", "ձ": "z", "ը": "e", "յ": "i"}
GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        listed("a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"),
        strict=True,
    )
)
GEORGIAN_OTHER = GEORGIAN | {"ფ": "f", "ყ": "k", "ღ": "g", "წ": "c", "ც": "c", "ხ": "x", "ჯ": "dj"}
TURKISH_TO_RUSSIAN = dict(
    zip(
        "abcçdefgğhıijklmnoöprsştuüvyz",
        listed("а б дж ч д е ф г г х ы и ж к л м н о ё п р с ш т у ю в й з"),
        strict=True,
    )
)
GERMAN_TO_RUSSIAN = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzäöüß",
        listed("а б к д е ф г х и й к л м н о п к р с т у ф в кс и ц е ё ю сс"),
        strict=True,
    )
) | {"sch": "ш", "ch": "х", "ei": "ай", "ie": "и", "eu": "ой", "ck": "к", "tz": "ц", "st": "шт"}
TURKISH_PLAIN = str.maketrans("çğıöşüÇĞİÖŞÜ", "cgiosuCGIOSU")
GERMAN_PLAIN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
# Characters common in firms' names, with their reading.
PINYIN = dict(
    zip(
        "华新中天海明金龙宏达盛泰永兴东方远大飞翔科创瑞丰恒通联合光辉世纪正航宇晨嘉诚安信德润鑫源凯捷力博雅卓越智汇聚星云锐",
        listed(
            "hua xin zhong tian hai ming jin long hong da sheng tai yong xing dong fang yuan da fei xiang ke chuang rui feng "
            "heng tong lian he guang hui shi ji zheng hang yu chen jia cheng an xin de run xin yuan kai jie li bo ya zhuo yue "
            "zhi hui "
            "ju xing yun rui"
        ),
        strict=True,
    )
)
CITIES_ZH = {
    "深圳": "Shenzhen",
    "广州": "Guangzhou",
    "上海": "Shanghai",
    "宁波": "Ningbo",
    "义乌": "Yiwu",
    "苏州": "Suzhou",
    "": "",
}
SURNAMES_ZH = dict(
    zip(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
        listed("Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo"),
        strict=True,
    )
)
# One trade word a line: Russian, Ukrainian, Kazakh, English, Chinese, Turkish, German. Commonest first.
TERMS = tuple(
    tuple(line.split("|"))
    for line in """\
Торговый дом|Торговий дім|Сауда үйі|Trading House|贸易|Ticaret|Handelshaus
Группа|Група|Тобы|Group|集团|Grup|Gruppe
Электроника|Електроніка|Электроника|Electronics|电子|Elektronik|Elektronik
Компания|Компанія|Компания|Company|实业|Şirketi|Gesellschaft
Сервис|Сервіс|Сервис|Service|服务|Servis|Dienstleistungen
Технологии|Технології|Технологиялар|Technologies|科技|Teknoloji|Technologie
Завод|Завод|Зауыты|Plant|制造|Fabrika|Werk
Логистика|Логістика|Логистика|Logistics|物流|Lojistik|Logistik
Импорт|Імпорт|Импорт|Import|进出口|İthalat|Import
Системы|Системи|Жүйелері|Systems|系统|Sistemleri|Systeme
Инжиниринг|Інжиніринг|Инжиниринг|Engineering|工程|Mühendislik|Ingenieurbau
Строй|Буд|Құрылыс|Construction|建筑|İnşaat|Bau
Научное объединение|Наукове об'єднання|Ғылыми бірлестік|Research Association|研究院|Araştırma|Forschung
Машиностроение|Машинобудування|Машина жасау|Machinery|机械|Makina|Maschinenbau
Снабжение|Постачання|Жабдықтау|Supply|供应链|Tedarik|Versorgung
Микроэлектроника|Мікроелектроніка|Микроэлектроника|Microelectronics|半导体|Mikroelektronik|Mikroelektronik
Приборостроение|Приладобудування|Аспап жасау|Instruments|仪器|Enstrüman|Messtechnik
Авиация|Авіація|Авиация|Aviation|航空|Havacılık|Luftfahrt
Энергия|Енергія|Энергия|Energy|能源|Enerji|Energie
Транспорт|Транспорт|Көлік|Transport|运输|Nakliyat|Transport
Оборудование|Обладнання|Жабдық|Equipment|设备|Ekipman|Anlagen
Исследования|Дослідження|Зерттеулер|Research|光电|Optik|Optik
Химия|Хімія|Химия|Chemistry|化工|Kimya|Chemie
Медицина|Медицина|Медицина|Medical|医疗|Medikal|Medizintechnik""".splitlines()
)
LANGUAGE = {"RU": 0, "BY": 0, "UA": 1, "KZ": 2, "AM": 3, "GE": 3, "CN": 4, "TR": 5, "DE": 6, "AE": 3}
ENGLISH = 3
FORMS = {  # native forms, then what Latin documents write
    "RU": (("ООО", "АО", "ЗАО", "ПАО", "НПО"), ("OOO", "LLC", "JSC", "Limited Liability Company", "AO", "ZAO")),
    "BY": (("ООО", "УП", "ЧТУП", "ОАО"), ("LLC", "UE", "OOO", "JSC")),
    "UA": (("ТОВ", "ПрАТ", "ТзОВ"), ("LLC", "TOV", "PrJSC")),
    "KZ": (("ТОО", "ЖШС", "АО"), ("LLP", "TOO", "JSC")),
    "AM": (("ՍՊԸ", "ՓԲԸ"), ("LLC", "CJSC", "SPE")),
    "GE": (("შპს", "სს"), ("LLC", "Ltd", "JSC")),
    "CN": (("有限公司", "股份有限公司"), ("Co., Ltd.", "Co Ltd", "Limited")),
    "TR": (("Ltd. Şti.", "A.Ş."), ("Ltd. Sti.", "Limited Sirketi", "A.S.")),
    "DE": (("GmbH", "AG", "GmbH & Co. KG"), ("GmbH", "AG", "ГмбХ")),
    "AE": (("FZE", "LLC", "DMCC"), ("FZE", "L.L.C", "FZCO")),
}
RU_STARTS = listed(
    "Техно Электро Транс Пром Энерго Спец Авиа Нефте Газ Агро Хим Мед Авто Инфо Теле Микро Радио Метал Строй Гидро"
)
RU_ENDS = listed(
    "снаб маш торг сервис комплект импорт экспорт прибор монтаж инвест логистик систем групп ресурс альянс ком лайн тех "
    "сталь строй"
)
RU_SYLLABLES = listed(
    "ба ве ги до жу за ир ка ла ме ни ор па ру са те ул фи хо це ча ша щё эм юр яр бры гла дра кро пле сте тру хва ске вно "
    "льд рж мба нтэ йст"
)
RU_CODAS = listed("н р кс тан вик мет рон ль д нт г с м зор дин х ч ст")
RU_PLACES = listed("Уральский Сибирский Невский Волжский Донской Северный Восточный Дальневосточный Кубанский Камский")
RU_GIVEN = listed(
    "Александр Сергей Дмитрий Андрей Алексей Евгений Юрий Михаил Виктор Игорь Николай Валерий Олег Артём Кирилл Фёдор Ильхам "
    "Рустам Тимур Денис Елена Наталья Ольга Юлия Татьяна Екатерина Ирина Анастасия Людмила Ксения"
)
RU_FATHERS = listed("Александро Сергее Дмитрие Андрее Алексее Евгенье Юрье Михайло Викторо Игоре Николае Валерье Олего")
UA_SYLLABLES = listed(
    "ба ві ґе до жи за їв ки ла мє ні ор па ру сі те ул фі хо ци ча ше щу лю яр бри гло дра кри пле ств"
)
UA_GIVEN = listed(
    "Олександр Сергій Дмитро Андрій Олексій Євген Юрій Михайло Ігор Микола Наталія Юлія Оксана Катерина Тарас"
)
KZ_SYLLABLES = listed("ба қа ғы ды жа зе әл кү ла мұ ні өр па ру са тө ұл бе шы ңыз ай қо тү ер")
KZ_GIVEN = listed("Нұрсұлтан Асқар Ержан Дәурен Бауыржан Қайрат Әлия Гүлнар Айгүл Жанар Мұрат Серік Ғани Өмірбек")
AM_SYLLABLES = listed("բա գո դե զա թի լու խա կի հա ղե ճո մա նի շա ջե ռո սի վա տո ցա քե ար մեն")
AM_GIVEN = listed("Արամ Գագիկ Հայկ Կարեն Տիգրան Վահե Աննա Լուսինե Նարինե Գոհար Ռուբեն Սերգեյ")
GE_SYLLABLES = listed("ბა გე და ვი ზა თა კო ლი მა ნო პი რა სა ტე უბ ფა ქა ღო ყი შა ჩე ცი ძა წე ხა ჯო")
GE_GIVEN = listed("გიორგი დავით ლევან ნიკა ზურაბ ირაკლი ნინო თამარ მარიამ ეკა ვახტანგ შოთა")
TR_SYLLABLES = listed("ak bay can çel dağ el gök han ış kar lar men öz pek say şim tek ül yıl zey kurt tuğ böl")
TR_GIVEN = listed(
    "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Osman Yusuf Ayşe Fatma Emine Hatice Özgür Çağlar Şükrü"
)
DE_SYLLABLES = listed("ber gau hei kön lan mül nei ost rös schu stei tan wei zeu für bräu käs lich")
DE_GIVEN = listed("Jürgen Klaus Stefan Andreas Jörg Günther Petra Sabine Heike Matthias Björn Käthe")
AE_GIVEN = listed(
    "Mohammed|Muhammad|Mohamed Ahmed|Ahmad Abdul|Abdel Hussein|Husain|Hussain Yousef|Yusuf|Youssef Khalid|Khaled Said|Saeed"
)
AE_SYLLABLES = listed("nas rash ham dan mak tum qas im zay far jab ir sul tan kha lif")
