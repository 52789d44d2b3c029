/*
 * Harbour Parcel support line: what callers hear and agents read, in eight languages.
 *
 * A text is a string with {placeholders}, or a set of plural forms selected by the number in {count}. SPOKEN texts are
 * for text-to-speech. WRITTEN texts are shown to agents and may contain emoji. In Hebrew and Arabic, they isolate phone
 * numbers and codes from the surrounding right-to-left text to keep them readable.
 */
const SupportText = (() => {
  const DEFAULT = "en";

  const LANGUAGES = {
    en: {
      own: "English",
      voice: () => VoiceList.Amazon.en_US_Joanna,
      plural: (n) => (n === 1 ? "one" : "other"),
    },
    de: {
      own: "Deutsch",
      voice: () => VoiceList.Microsoft.Neural.de_DE_KatjaNeural,
      plural: (n) => (n === 1 ? "one" : "other"),
    },
    es: {
      own: "Español",
      voice: () => VoiceList.Microsoft.Neural.es_ES_ElviraNeural,
      plural: (n) => (n === 1 ? "one" : "other"),
    },
    fr: {
      own: "Français",
      voice: () => VoiceList.Microsoft.Neural.fr_FR_DeniseNeural,
      plural: (n) => (n < 2 ? "one" : "other"),
    },
    ru: {
      own: "Русский",
      voice: () => VoiceList.Microsoft.Neural.ru_RU_SvetlanaNeural,
      plural: pluralRussian,
    },
    he: {
      own: "עברית",
      rtl: true,
      voice: () => VoiceList.Microsoft.Neural.he_IL_HilaNeural,
      plural: pluralHebrew,
    },
    ar: {
      own: "العربية",
      rtl: true,
      voice: () => VoiceList.Microsoft.Neural.ar_EG_SalmaNeural,
      plural: pluralArabic,
    },
    ja: {
      own: "日本語",
      voice: () => VoiceList.Microsoft.Neural.ja_JP_NanamiNeural,
      plural: () => "other",
    },
  };

  function pluralRussian(n) {
    const tens = n % 100;
    const ones = n % 10;
    if (ones === 1 && tens !== 11) {
      return "one";
    }
    return ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? "few" : "other";
  }

  function pluralHebrew(n) {
    return { 1: "one", 2: "two" }[n] || "other";
  }

  function pluralArabic(n) {
    if (n <= 2) {
      return ["zero", "one", "two"][n];
    }
    const tens = n % 100;
    if (tens >= 3 && tens <= 10) {
      return "few";
    }
    return tens >= 11 ? "many" : "other";
  }

  const SPOKEN = {
    en: {
      welcome: "Welcome to Harbour Parcel.",
      menu: "To track a parcel, press 1. To speak to an agent, press 2. For customs questions, press 3. To be called back, press 4. To leave a message, press 5. To change the language, press 9. To hear this again, press star.",
      language_menu: "For English, press 1.",
      ask_tracking: "Enter the digits of your tracking number, then press hash.",
      bad_tracking: "That is not a tracking number. It has ten digits.",
      tracking_found: "Parcel {number}: {status}.",
      tracking_missing: "We have no parcel with the number {number}.",
      tracking_down: "Tracking is out of order at the moment. An agent will look for you.",
      no_input: "I did not hear a key.",
      bad_input: "That key has no meaning here.",
      connecting: "One moment, I am connecting you.",
      queue_position: { one: "You are next in line.", other: "You are number {count} in line." },
      queue_wait: { one: "The wait is about one minute.", other: "The wait is about {count} minutes." },
      queue_offer: "To keep your place and be called back, press 4.",
      closed: "Our desk is closed now.",
      opens_in_hours: { one: "It opens in one hour.", other: "It opens in {count} hours." },
      voicemail: "Please leave your message after the tone. Press hash when you are done.",
      voicemail_thanks: "Thank you. We will listen to your message on the next working day.",
      callback_noted: "We will call you back at {phone}.",
      callback_no_number: "Your phone shows no number, so we cannot call you back.",
      callback_agent: "A callback for {client}. Press 1 to take it, 2 to pass it on.",
      callback_greeting: "Hello, this is Harbour Parcel. You asked us to call. We are connecting you.",
      call_ended: "The other side has hung up.",
      conference_pin: "Enter the conference code, then press hash.",
      conference_bad_pin: "That code is wrong.",
      conference_joined: { one: "You are the first one here.", other: "There are {count} people in the conference." },
      conference_wait: "The conference begins when the moderator arrives.",
      conference_locked: "The conference is locked.",
      conference_over: "The moderator has ended the conference.",
      incident: "Incident {id}, severity {severity}. {summary}. Press 1 to take it, 2 to pass it on, star to hear it again.",
      incident_taken: "Thank you. The incident is yours.",
      incident_passed: "Passing it on.",
      goodbye: "Goodbye.",
    },
    de: {
      welcome: "Willkommen bei Harbour Parcel.",
      menu: "Um ein Paket zu verfolgen, drücken Sie die 1. Für ein Gespräch mit uns die 2. Für Fragen zum Zoll die 3. Für einen Rückruf die 4. Um eine Nachricht zu hinterlassen, die 5. Für eine andere Sprache die 9. Zum Wiederholen die Sterntaste.",
      language_menu: "Für Deutsch drücken Sie die 2.",
      ask_tracking: "Geben Sie die Ziffern Ihrer Sendungsnummer ein, dann die Rautetaste.",
      bad_tracking: "Das ist keine Sendungsnummer. Sie hat zehn Ziffern.",
      tracking_found: "Paket {number}: {status}.",
      tracking_missing: "Ein Paket mit der Nummer {number} kennen wir nicht.",
      tracking_down: "Die Sendungsverfolgung ist gerade gestört. Wir sehen für Sie nach.",
      no_input: "Ich habe keine Taste gehört.",
      bad_input: "Diese Taste ist hier nicht belegt.",
      connecting: "Einen Augenblick, ich verbinde Sie.",
      queue_position: { one: "Sie sind als Nächstes an der Reihe.", other: "Sie sind an Stelle {count} der Warteschlange." },
      queue_wait: { one: "Die Wartezeit beträgt etwa eine Minute.", other: "Die Wartezeit beträgt etwa {count} Minuten." },
      queue_offer: "Um Ihren Platz zu behalten und zurückgerufen zu werden, drücken Sie die 4.",
      closed: "Zurzeit ist niemand da.",
      opens_in_hours: { one: "Wir öffnen in einer Stunde.", other: "Wir öffnen in {count} Stunden." },
      voicemail: "Bitte sprechen Sie nach dem Ton. Schließen Sie mit der Rautetaste ab.",
      voicemail_thanks: "Vielen Dank. Wir hören Ihre Nachricht am nächsten Werktag ab.",
      callback_noted: "Wir rufen Sie unter {phone} zurück.",
      callback_no_number: "Ihr Telefon zeigt keine Nummer, daher können wir nicht zurückrufen.",
      callback_agent: "Ein Rückruf für {client}. Mit 1 übernehmen, mit 2 weitergeben.",
      callback_greeting: "Guten Tag, hier ist Harbour Parcel mit dem gewünschten Rückruf. Wir verbinden Sie.",
      call_ended: "Ihr Gesprächspartner hat aufgelegt.",
      conference_pin: "Geben Sie den Konferenzcode ein, dann die Rautetaste.",
      conference_bad_pin: "Der Code ist falsch.",
      conference_joined: { one: "Sie sind als Erster da.", other: "In der Konferenz sind {count} Personen." },
      conference_wait: "Die Konferenz beginnt, sobald der Moderator da ist.",
      conference_locked: "Die Konferenz ist geschlossen.",
      conference_over: "Der Moderator hat die Konferenz beendet.",
      incident: "Störung {id}, Stufe {severity}. {summary}. Mit 1 übernehmen, mit 2 weitergeben, mit Stern wiederholen.",
      incident_taken: "Danke. Die Störung gehört Ihnen.",
      incident_passed: "Ich gebe weiter.",
      goodbye: "Auf Wiederhören.",
    },
    es: {
      welcome: "Le damos la bienvenida a Harbour Parcel.",
      menu: "Para seguir un paquete, pulse 1. Para hablar con un agente, pulse 2. Para aduanas, pulse 3. Para que le llamemos, pulse 4. Para dejar un mensaje, pulse 5. Para cambiar de idioma, pulse 9. Para repetir, pulse asterisco.",
      language_menu: "Para español, pulse 3.",
      ask_tracking: "Marque las cifras de su número de seguimiento y pulse almohadilla.",
      bad_tracking: "Ese no es un número de seguimiento. Tiene diez cifras.",
      tracking_found: "Paquete {number}: {status}.",
      tracking_missing: "No tenemos ningún paquete con el número {number}.",
      tracking_down: "El seguimiento no funciona en este momento. Un agente lo buscará.",
      no_input: "No he oído ninguna tecla.",
      bad_input: "Esa tecla no tiene función aquí.",
      connecting: "Un momento, le paso.",
      queue_position: { one: "Es usted el siguiente.", other: "Ocupa el puesto {count} de la cola." },
      queue_wait: { one: "La espera es de un minuto.", other: "La espera es de unos {count} minutos." },
      queue_offer: "Para conservar su turno y recibir una llamada, pulse 4.",
      closed: "Ahora estamos cerrados.",
      opens_in_hours: { one: "Abrimos dentro de una hora.", other: "Abrimos dentro de {count} horas." },
      voicemail: "Deje su mensaje después de la señal. Al terminar, pulse almohadilla.",
      voicemail_thanks: "Gracias. Escucharemos su mensaje el próximo día laborable.",
      callback_noted: "Le llamaremos al {phone}.",
      callback_no_number: "Su teléfono oculta el número y no podemos llamarle.",
      callback_agent: "Llamada para {client}. Pulse 1 para aceptarla, 2 para pasarla.",
      callback_greeting: "Hola, le llamamos de Harbour Parcel, como nos pidió. Ahora le pasamos.",
      call_ended: "La otra persona ha colgado.",
      conference_pin: "Marque el código de la conferencia y pulse almohadilla.",
      conference_bad_pin: "El código no es correcto.",
      conference_joined: { one: "Es usted la primera persona.", other: "Hay {count} personas en la conferencia." },
      conference_wait: "La conferencia empieza cuando llegue quien la modera.",
      conference_locked: "La conferencia está cerrada.",
      conference_over: "La conferencia ha terminado.",
      incident: "Incidencia {id}, gravedad {severity}. {summary}. Pulse 1 para aceptarla, 2 para pasarla, asterisco para repetir.",
      incident_taken: "Gracias. La incidencia es suya.",
      incident_passed: "La paso.",
      goodbye: "Adiós.",
    },
    fr: {
      welcome: "Bienvenue chez Harbour Parcel.",
      menu: "Pour suivre un colis, tapez 1. Pour parler à un conseiller, tapez 2. Pour la douane, tapez 3. Pour être rappelé, tapez 4. Pour laisser un message, tapez 5. Pour changer de langue, tapez 9. Pour réécouter, tapez étoile.",
      language_menu: "Pour le français, tapez 4.",
      ask_tracking: "Composez les chiffres de votre numéro de suivi, puis dièse.",
      bad_tracking: "Ce n'est pas un numéro de suivi. Il a dix chiffres.",
      tracking_found: "Colis {number} : {status}.",
      tracking_missing: "Nous n'avons aucun colis portant le numéro {number}.",
      tracking_down: "Le suivi est momentanément en panne. Un conseiller va chercher pour vous.",
      no_input: "Je n'ai entendu aucune touche.",
      bad_input: "Cette touche ne sert pas ici.",
      connecting: "Un instant, je vous mets en relation.",
      queue_position: { one: "C'est bientôt votre tour.", other: "Vous êtes en position {count}." },
      queue_wait: { one: "L'attente est d'environ une minute.", other: "L'attente est d'environ {count} minutes." },
      queue_offer: "Pour garder votre place et être rappelé, tapez 4.",
      closed: "Nos bureaux sont fermés.",
      opens_in_hours: { one: "Ils ouvrent dans une heure.", other: "Ils ouvrent dans {count} heures." },
      voicemail: "Laissez votre message après le signal, puis tapez dièse.",
      voicemail_thanks: "Merci. Nous écouterons votre message le prochain jour ouvré.",
      callback_noted: "Nous vous rappellerons au {phone}.",
      callback_no_number: "Votre numéro est masqué, nous ne pouvons pas vous rappeler.",
      callback_agent: "Un rappel pour {client}. Tapez 1 pour le prendre, 2 pour le passer.",
      callback_greeting: "Bonjour, ici Harbour Parcel. Vous avez demandé un rappel, nous vous mettons en relation.",
      call_ended: "Votre correspondant a raccroché.",
      conference_pin: "Composez le code de la conférence, puis dièse.",
      conference_bad_pin: "Ce code est faux.",
      conference_joined: { one: "Vous êtes le premier arrivé.", other: "Il y a {count} personnes dans la conférence." },
      conference_wait: "La conférence commence à l'arrivée de l'organisateur.",
      conference_locked: "La conférence est verrouillée.",
      conference_over: "L'organisateur a mis fin à la conférence.",
      incident: "Incident {id}, gravité {severity}. {summary}. Tapez 1 pour le prendre, 2 pour le passer, étoile pour réécouter.",
      incident_taken: "Merci. L'incident est à vous.",
      incident_passed: "Je passe au suivant.",
      goodbye: "Au revoir.",
    },
    ru: {
      welcome: "Здравствуйте! Это Harbour Parcel.",
      menu: "Чтобы узнать, где посылка, нажмите 1. Для разговора с оператором нажмите 2. По вопросам таможни нажмите 3. Чтобы мы перезвонили, нажмите 4. Чтобы оставить сообщение, нажмите 5. Для выбора языка нажмите 9. Чтобы прослушать ещё раз, нажмите звёздочку.",
      language_menu: "Для русского языка нажмите 5.",
      ask_tracking: "Введите цифры номера отправления и нажмите решётку.",
      bad_tracking: "Это не номер отправления: в нём десять цифр.",
      tracking_found: "Посылка {number}: {status}.",
      tracking_missing: "Посылки с номером {number} у нас нет.",
      tracking_down: "Отслеживание сейчас не работает. Оператор поможет вам.",
      no_input: "Я не услышала нажатия.",
      bad_input: "Эта клавиша здесь не используется.",
      connecting: "Минуту, соединяю.",
      queue_position: { one: "Вы {count}-й в очереди.", few: "Вы {count}-й в очереди.", other: "Вы {count}-й в очереди." },
      queue_wait: { one: "Ждать около {count} минуты.", few: "Ждать около {count} минут.", other: "Ждать около {count} минут." },
      queue_offer: "Чтобы сохранить место и получить обратный звонок, нажмите 4.",
      closed: "Сейчас мы не работаем.",
      opens_in_hours: { one: "Откроемся через {count} час.", few: "Откроемся через {count} часа.", other: "Откроемся через {count} часов." },
      voicemail: "Оставьте сообщение после сигнала. В конце нажмите решётку.",
      voicemail_thanks: "Спасибо. Мы прослушаем сообщение в ближайший рабочий день.",
      callback_noted: "Мы перезвоним на номер {phone}.",
      callback_no_number: "Ваш номер скрыт, перезвонить не получится.",
      callback_agent: "Обратный звонок для {client}. Нажмите 1, чтобы принять, 2, чтобы передать.",
      callback_greeting: "Здравствуйте, это Harbour Parcel. Вы просили перезвонить, соединяем.",
      call_ended: "Собеседник положил трубку.",
      conference_pin: "Введите код конференции и нажмите решётку.",
      conference_bad_pin: "Неверный код.",
      conference_joined: { one: "В конференции {count} человек.", few: "В конференции {count} человека.", other: "В конференции {count} человек." },
      conference_wait: "Конференция начнётся, когда придёт ведущий.",
      conference_locked: "Конференция закрыта.",
      conference_over: "Ведущий завершил конференцию.",
      incident: "Инцидент {id}, уровень {severity}. {summary}. Нажмите 1, чтобы принять, 2, чтобы передать, звёздочку, чтобы повторить.",
      incident_taken: "Спасибо. Инцидент ваш.",
      incident_passed: "Передаю дальше.",
      goodbye: "До свидания.",
    },
    he: {
      welcome: "ברוכים הבאים להארבור פרסל.",
      menu: "למעקב אחר חבילה הקישו 1. לשיחה עם נציג הקישו 2. לשאלות מכס הקישו 3. לשיחה חוזרת הקישו 4. להשארת הודעה הקישו 5. לשינוי שפה הקישו 9. לשמיעה חוזרת הקישו כוכבית.",
      language_menu: "לעברית הקישו 6.",
      ask_tracking: "הקישו את ספרות מספר המעקב ולסיום סולמית.",
      bad_tracking: "זה אינו מספר מעקב. יש בו עשר ספרות.",
      tracking_found: "חבילה {number}: {status}.",
      tracking_missing: "אין אצלנו חבילה שמספרה {number}.",
      tracking_down: "המעקב אינו פעיל כרגע. נציג יבדוק עבורכם.",
      no_input: "לא שמעתי הקשה.",
      bad_input: "אין למקש הזה תפקיד כאן.",
      connecting: "רק רגע, מעבירים אתכם.",
      queue_position: { one: "אתם הבאים בתור.", two: "אתם במקום השני בתור.", other: "אתם במקום {count} בתור." },
      queue_wait: { one: "ההמתנה היא כדקה.", two: "ההמתנה היא כשתי דקות.", other: "ההמתנה היא כ-{count} דקות." },
      queue_offer: "לשמירת המקום וקבלת שיחה חוזרת הקישו 4.",
      closed: "המוקד סגור כעת.",
      opens_in_hours: { one: "נפתח בעוד שעה.", two: "נפתח בעוד שעתיים.", other: "נפתח בעוד {count} שעות." },
      voicemail: "השאירו הודעה אחרי הצליל והקישו סולמית בסיום.",
      voicemail_thanks: "תודה. נאזין להודעה ביום העבודה הבא.",
      callback_noted: "נתקשר אליכם למספר {phone}.",
      callback_no_number: "המספר שלכם חסוי ולכן לא נוכל לחזור אליכם.",
      callback_agent: "שיחה חוזרת עבור {client}. הקישו 1 לקבלה, 2 להעברה.",
      callback_greeting: "שלום, מדברים מהארבור פרסל. ביקשתם שנתקשר, מעבירים אתכם.",
      call_ended: "הצד השני ניתק.",
      conference_pin: "הקישו את קוד הוועידה ולסיום סולמית.",
      conference_bad_pin: "הקוד שגוי.",
      conference_joined: { one: "אתם הראשונים כאן.", two: "יש שני משתתפים בוועידה.", other: "יש {count} משתתפים בוועידה." },
      conference_wait: "הוועידה תתחיל כשהמנחה יגיע.",
      conference_locked: "הוועידה נעולה.",
      conference_over: "המנחה סיים את הוועידה.",
      incident: "תקלה {id}, חומרה {severity}. {summary}. הקישו 1 לקבלה, 2 להעברה, כוכבית לשמיעה חוזרת.",
      incident_taken: "תודה. התקלה באחריותכם.",
      incident_passed: "מעבירים הלאה.",
      goodbye: "להתראות.",
    },
    ar: {
      welcome: "مرحبا بكم في هاربور بارسل.",
      menu: "لتتبع طرد اضغط 1. للتحدث مع موظف اضغط 2. لأسئلة الجمارك اضغط 3. لنعاود الاتصال بك اضغط 4. لترك رسالة اضغط 5. لتغيير اللغة اضغط 9. للإعادة اضغط نجمة.",
      language_menu: "للعربية اضغط 7.",
      ask_tracking: "أدخل أرقام التتبع ثم اضغط مربع.",
      bad_tracking: "هذا ليس رقم تتبع. رقم التتبع من عشر خانات.",
      tracking_found: "الطرد {number}: {status}.",
      tracking_missing: "لا يوجد لدينا طرد بالرقم {number}.",
      tracking_down: "خدمة التتبع متوقفة حاليا. سيساعدك أحد موظفينا.",
      no_input: "لم أسمع أي ضغطة.",
      bad_input: "لا معنى لهذا الزر هنا.",
      connecting: "لحظة من فضلك، يجري تحويلك.",
      queue_position: { zero: "دورك الآن.", one: "أنت التالي.", two: "أنت الثاني في الدور.", few: "أنت رقم {count} في الدور.", many: "أنت رقم {count} في الدور.", other: "أنت رقم {count} في الدور." },
      queue_wait: { zero: "لا انتظار.", one: "الانتظار نحو دقيقة.", two: "الانتظار نحو دقيقتين.", few: "الانتظار نحو {count} دقائق.", many: "الانتظار نحو {count} دقيقة.", other: "الانتظار نحو {count} دقيقة." },
      queue_offer: "للاحتفاظ بدورك وتلقي اتصال اضغط 4.",
      closed: "مكتبنا مغلق الآن.",
      opens_in_hours: { zero: "نفتح بعد قليل.", one: "نفتح بعد ساعة.", two: "نفتح بعد ساعتين.", few: "نفتح بعد {count} ساعات.", many: "نفتح بعد {count} ساعة.", other: "نفتح بعد {count} ساعة." },
      voicemail: "اترك رسالتك بعد الصافرة ثم اضغط مربع.",
      voicemail_thanks: "شكرا. سنستمع إلى رسالتك في يوم العمل القادم.",
      callback_noted: "سنتصل بك على الرقم {phone}.",
      callback_no_number: "رقمك مخفي فلا يمكننا معاودة الاتصال.",
      callback_agent: "اتصال للعميل {client}. اضغط 1 للقبول أو 2 للتمرير.",
      callback_greeting: "مرحبا، معك هاربور بارسل. طلبت أن نتصل بك، يجري تحويلك.",
      call_ended: "أنهى الطرف الآخر المكالمة.",
      conference_pin: "أدخل رمز المؤتمر ثم اضغط مربع.",
      conference_bad_pin: "الرمز غير صحيح.",
      conference_joined: { zero: "المؤتمر خال.", one: "أنت أول الحاضرين.", two: "في المؤتمر شخصان.", few: "في المؤتمر {count} أشخاص.", many: "في المؤتمر {count} شخصا.", other: "في المؤتمر {count} شخص." },
      conference_wait: "يبدأ المؤتمر عند وصول المشرف.",
      conference_locked: "المؤتمر مغلق.",
      conference_over: "أنهى المشرف المؤتمر.",
      incident: "حادث {id}، الخطورة {severity}. {summary}. اضغط 1 للقبول، 2 للتمرير، نجمة للإعادة.",
      incident_taken: "شكرا. الحادث في عهدتك.",
      incident_passed: "يجري تمريره.",
      goodbye: "مع السلامة.",
    },
    ja: {
      welcome: "ハーバーパーセルでございます。",
      menu: "荷物の追跡は1を、担当者との通話は2を、通関については3を、折り返しのお電話は4を、伝言は5を押してください。言語の変更は9、もう一度聞くには米印を押してください。",
      language_menu: "日本語は8を押してください。",
      ask_tracking: "お問い合わせ番号の数字を入力し、シャープを押してください。",
      bad_tracking: "お問い合わせ番号は10桁です。",
      tracking_found: "荷物番号{number}は、{status}です。",
      tracking_missing: "番号{number}の荷物は見つかりません。",
      tracking_down: "ただいま追跡を利用できません。担当者がお調べします。",
      no_input: "入力を確認できませんでした。",
      bad_input: "その番号は使われていません。",
      connecting: "おつなぎします。少々お待ちください。",
      queue_position: { other: "お客様の順番は{count}番目です。" },
      queue_wait: { other: "待ち時間はおよそ{count}分です。" },
      queue_offer: "順番を保ったまま折り返しをご希望の場合は4を押してください。",
      closed: "ただいま営業時間外です。",
      opens_in_hours: { other: "{count}時間後に営業を開始します。" },
      voicemail: "発信音の後に伝言をお話しください。終わりましたらシャープを押してください。",
      voicemail_thanks: "ありがとうございます。翌営業日に確認いたします。",
      callback_noted: "{phone}へ折り返しお電話いたします。",
      callback_no_number: "番号が非通知のため、折り返しできません。",
      callback_agent: "{client}様への折り返しです。受ける場合は1、次に回す場合は2を押してください。",
      callback_greeting: "ハーバーパーセルです。折り返しのお電話です。担当者におつなぎします。",
      call_ended: "相手の方が電話を切りました。",
      conference_pin: "会議のコードを入力し、シャープを押してください。",
      conference_bad_pin: "コードが違います。",
      conference_joined: { other: "会議には{count}人が参加しています。" },
      conference_wait: "主催者が来ると会議が始まります。",
      conference_locked: "会議は締め切られています。",
      conference_over: "主催者が会議を終了しました。",
      incident: "障害{id}、重大度{severity}。{summary}。受ける場合は1、次に回す場合は2、もう一度聞くには米印を押してください。",
      incident_taken: "ありがとうございます。担当として記録しました。",
      incident_passed: "次の担当者に回します。",
      goodbye: "失礼いたします。",
    },
  };

  const WRITTEN = {
    en: { caller: "📦 {phone} ({region}) · {language}", incident: "🚨 {id}: {summary}" },
    de: { caller: "📦 {phone} ({region}) · {language}", incident: "🚨 {id}: {summary}" },
    es: { caller: "📦 {phone} ({region}) · {language}", incident: "🚨 {id}: {summary}" },
    fr: { caller: "📦 {phone} ({region}) · {language}", incident: "🚨 {id} : {summary}" },
    ru: { caller: "📦 {phone} ({region}) · {language}", incident: "🚨 {id}: {summary}" },
    he: { caller: "📦 {phone} ({region}) · {language}", incident: "🚨 {id}: {summary}" },
    ar: { caller: "📦 {phone} ({region}) · {language}", incident: "🚨 {id}: {summary}" },
    ja: { caller: "📦 {phone}({region})・{language}", incident: "🚨 {id}:{summary}" },
  };

  const speaking = new Map();

  // First strong isolate … pop directional isolate: the text in between keeps its own direction.
  const isolate = (text) => `\u2068${text}\u2069`;

  function choose(language) {
    return LANGUAGES[language] ? language : DEFAULT;
  }

  function fill(template, values, wrap) {
    return template.replace(/\{(\w+)\}/g, (place, name) => (name in values ? wrap(String(values[name])) : place));
  }

  function pick(catalogue, language, key, values) {
    const entry = catalogue[language][key] || catalogue[DEFAULT][key];
    if (entry === undefined) {
      throw new Error(`no text ${key}`);
    }
    if (typeof entry === "string") {
      return entry;
    }
    return entry[LANGUAGES[language].plural(values.count)] || entry.other;
  }

  function spoken(language, key, values) {
    const own = choose(language);
    return fill(pick(SPOKEN, own, key, values || {}), values || {}, (text) => text);
  }

  function written(language, key, values) {
    const own = choose(language);
    const wrap = LANGUAGES[own].rtl ? isolate : (text) => text;
    return fill(pick(WRITTEN, own, key, values || {}), values || {}, wrap);
  }

  /**
   * Says a text to a connected call and runs the callback when playback has finished. A new text stops the previous one,
   * whose callback is then never run: each text has its own player, so their end events cannot be confused.
   */
  function say(call, language, key, values, done) {
    hush(call);
    const own = choose(language);
    const player = VoxEngine.createTTSPlayer(spoken(own, key, values), {
      voice: LANGUAGES[own].voice(),
      progressivePlayback: true,
    });
    speaking.set(call.id(), player);
    player.addEventListener(PlayerEvents.PlaybackFinished, () => {
      if (speaking.get(call.id()) !== player) {
        return;
      }
      speaking.delete(call.id());
      if (done) {
        done();
      }
    });
    player.sendMediaTo(call);
  }

  /** Stops the text that is being said to the call, if any. */
  function hush(call) {
    const player = speaking.get(call.id());
    if (player) {
      speaking.delete(call.id());
      player.stop();
    }
  }

  /** Separates digits, so that a number is read digit by digit and not as "two billion". */
  function spell(digits) {
    return String(digits).replace(/\D/g, "").split("").join(" ");
  }

  const codes = Object.keys(LANGUAGES);
  const own = (code) => LANGUAGES[choose(code)].own;
  return { DEFAULT, codes, own, choose, spoken, written, say, hush, spell };
})();
