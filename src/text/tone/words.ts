/** What tone is told by in one language. Patterns match whole words; a `WHEN` in them is any day of that language. */
export interface ToneWords {
  /** small words that no text of the language is without */
  small: readonly string[]
  thanks: string
  /** a day or a time of one */
  when: string
  /** a time limit or a time ahead: enough to say by when */
  ahead: string
  /** somebody is going to do something: with a day in the same sentence it says by when */
  going: string
  blame: string
}

const date = String.raw`\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?`

const english: ToneWords = {
  small: 'the and to you we is it for of that i your our have with this are was in on'.split(' '),
  thanks:
    'thank you|thanks|thankful|grateful|appreciat(?:e|ed|ion)|sorry|apologi[sz]e|apology|apologies|regret',
  when: String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tonight|noon)(?: (?:morning|afternoon|evening))?(?:,? \d{1,2}(?:st|nd|rd|th)?(?: of)? MONTH)?|\d{1,2}(?:st|nd|rd|th)?(?: of)? MONTH|MONTH \d{1,2}|${date}|(?:the )?end of (?:the |this |next )?(?:day|week|month)|(?:this|next|the coming|that) (?:week|month|quarter|morning|afternoon|evening|(?:mon|tues|wednes|thurs|fri)day)`.replaceAll(
    'MONTH',
    '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)',
  ),
  ahead:
    '(?:by|until|till|before|(?:no|not) later than) (?:the )?(?:WHEN)|within (?:the )?(?:next |coming )?(?:NUMBER |day|hour|week|month)(?:working |business )?(?:(?:minute|hour|day|week|month)s?)?|in (?:the )?(?:next |coming )?NUMBER (?:working |business )?(?:hour|day|week)s?|tomorrow|next (?:week|month)|this (?:week|afternoon)|later today',
  going: `will|shall|[’']ll|going to|plan to|you hear|you get|(?:i|we) (?:call|write|send|look|tell|get|let|check|ask|bring|fix|come|meet|report|answer|reply|decide|propose|am|are)`,
  blame: String.raw`(?:your|their|his|her) (?:own )?(?:fault|mistake|error)|not our (?:fault|problem|mistake)|user error|you (?:should|ought to|could) (?:have|[’']ve)|you should[’']ve|you (?:clearly |obviously |simply |just )?(?:failed|forgot|neglected|refused|ignored|misunderstood|misused|overlooked)|you (?:did not|didn[’']t|never) (?:read|follow|listen|tell|ask|check|bother)|if you had|had you only|as (?:i|we)(?: have|[’']ve)? already (?:said|told|explained|mentioned|written)|as already (?:said|explained|mentioned)|you(?: are|[’']re) (?:wrong|mistaken|confused)|you (?:claim|allege)|(?:nobody|no one) else (?:has|had|complain\p{L}*)|calm down|to blame`,
}

const german: ToneWords = {
  small: 'und der die das sie wir ich ist nicht für mit ihnen uns zu haben den ein eine es auf'.split(' '),
  thanks: 'danke[nr]?|dank|dankbar|bedanken?|entschuldig(?:en|ung|e)|leid|bedauer(?:n|e|lich)|verzeihung',
  when: String.raw`(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|heute|morgen)(?:,?(?: den)? \d{1,2}\.? ?MONTH)?|\d{1,2}\.? ?MONTH|${date}\.?|ende (?:der|dieser|nächster|des|dieses) (?:woche|monats|tages)|(?:dieser?|nächster?|kommender?) (?:woche|monat)`.replaceAll(
    'MONTH',
    '(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)',
  ),
  ahead: String.raw`(?:bis|vor)(?: zum| spätestens)? (?:WHEN)|spätestens (?:am |bis )?(?:WHEN)|(?:innerhalb|binnen)(?: von| der nächsten)? NUMBER \p{L}*(?:stunden|tagen|wochen)|in (?:den nächsten )?NUMBER \p{L}*(?:stunden|tagen|wochen)|nächste woche|diese woche`,
  going:
    'werden?|wird|(?:ich|wir) (?:melden?|rufen?|schreiben?|schicken?|senden?|prüfen?|klären?|sehen?|kommen?|fragen?)|melde ich|melden wir|hören sie',
  blame: String.raw`ihre? (?:eigene[rn]? )?(?:schuld|fehler)|selbst schuld|nicht unsere? (?:schuld|problem|fehler)|(?:bedien|anwender|benutzer)\p{L}*fehler|sie hätten|hätten sie|sie haben (?:es |das |einfach |leider )?(?:vergessen|versäumt|übersehen|ignoriert|missverstanden)|wie (?:ich |wir )?(?:bereits|schon|mehrfach) (?:gesagt|erwähnt|erklärt|mitgeteilt|geschrieben)|sie behaupten|beruhigen sie sich`,
}

const french: ToneWords = {
  small: 'le la les et vous nous je est pour de que dans votre pas une des du nos au ce'.split(' '),
  thanks: String.raw`merci|remerci\p{L}+|reconnaissants?|excus\p{L}+|désolée?s?|navrée?s?|regrett\p{L}+|pardon`,
  when: String.raw`(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|aujourd[’']hui|demain)(?: \d{1,2} MONTH)?|\d{1,2} MONTH|${date}|(?:la )?fin (?:de la semaine|du mois|de la journée)|cette semaine|la semaine prochaine`.replaceAll(
    'MONTH',
    '(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)',
  ),
  ahead: `(?:avant|d[’']ici|jusqu[’'](?:à|au)|pour)(?: le| à)? (?:WHEN)|au plus tard(?: le)? (?:WHEN)|(?:sous|dans(?: les)?|d[’']ici)(?: prochains| prochaines)? NUMBER (?:prochains |prochaines )?(?:heures?|jours?|semaines?)|demain|la semaine prochaine|cette semaine`,
  going: String.raw`vais|allons|va|(?:je|nous) (?:vous )?\p{L}+(?:rai|rons)|vous (?:recevrez|aurez)`,
  blame: `(?:de )?votre (?:propre )?(?:faute|erreur)|pas notre (?:faute|problème|erreur)|vous auriez (?:dû|pu)|vous (?:avez|n[’']avez pas) (?:simplement |clairement )?(?:oublié|omis|négligé|ignoré|mal compris|lu|respecté)|comme (?:je|nous) (?:vous )?l[’'](?:ai|avons) déjà (?:dit|expliqué|écrit)|vous prétendez|calmez[- ]vous`,
}

const spanish: ToneWords = {
  small: 'el los las y usted que para por su nos le una es con en lo se del al no'.split(' '),
  thanks: String.raw`gracias|agradec\p{L}+|sentimos|siento|lament\p{L}+|disculp\p{L}+|perdón|perdone`,
  when: String.raw`(?:el )?(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)(?:,? \d{1,2} de MONTH)?|hoy|mañana|(?:el )?\d{1,2} de MONTH|${date}|(?:el )?(?:final|fin) de (?:la semana|mes)|esta semana|la próxima semana`.replaceAll(
    'MONTH',
    '(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)',
  ),
  ahead:
    '(?:antes del?|hasta|para|a más tardar)(?: el)? (?:WHEN)|(?:en|dentro de)(?: los| las)?(?: próximos| próximas)? NUMBER (?:horas?|días?|semanas?)(?: hábiles| laborables)?|mañana|la próxima semana|esta semana',
  going: String.raw`voy a|vamos a|(?:le |les |lo |la )?\p{L}+(?:aré|eré|iré|aremos|eremos|iremos)|recibirá`,
  blame: String.raw`(?:su (?:propia )?(?:culpa|error)|culpa suya)|no es nuestr[ao] (?:culpa|problema|error)|(?:usted )?(?:debería|tendría que|podría) haber|usted (?:olvidó|ignoró|no leyó|no siguió)|como ya (?:le )?(?:dije|dijimos|expliqué|explicamos|mencion\p{L}+)|usted afirma|cálmese`,
}

export const toneWords: readonly ToneWords[] = [english, german, french, spanish]

/** Numbers as they stand before hours, days and weeks. */
export const number = String.raw`(?:\d{1,3}|an?|a few|few|one|two|three|four|five|six|seven|ten|zwei|drei|vier|fünf|zehn|einer|einem|quelques|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|pocos|pocas)`
