import type { Kind } from '#measure/reports/rules.ts'
import type { Texts } from '#measure/reports/texts/en.ts'
import { formatsOf } from '#measure/reports/texts/formats.ts'

// Western digits, as in the rest of the product; a sign stays before its number.
const base = formatsOf('ar-u-nu-latn')
const formats = {
  ...base,
  signed: (value: number) => `\u200e${base.signed(value)}\u200e`,
  score: (value: number) => `\u200e${base.score(value)}\u200e`,
}
const { number: n, plural, score, signed } = formats
const units: Record<Kind, { the: string; this: string; usual: string; before: string; many: string }> = {
  weekly: {
    the: 'الأسبوع',
    this: 'هذا الأسبوع',
    usual: 'أسبوع معتاد',
    before: 'الأسبوع السابق',
    many: 'الأسابيع',
  },
  monthly: { the: 'الشهر', this: 'هذا الشهر', usual: 'شهر معتاد', before: 'الشهر السابق', many: 'الأشهر' },
  quarterly: { the: 'الربع', this: 'هذا الربع', usual: 'ربع معتاد', before: 'الربع السابق', many: 'الأرباع' },
  yearly: { the: 'السنة', this: 'هذه السنة', usual: 'سنة معتادة', before: 'السنة السابقة', many: 'السنوات' },
}
/** Singular and dual carry their number in the word; 3 to 10, 11 to 99 and whole hundreds each have a form. */
const counted =
  (one: string, two: string, few: string, many: string, other = one) =>
  (value: number): string => {
    const form = plural(value)
    if (form === 'one') return `${one} واحد${one.endsWith('ة') ? 'ة' : ''}`
    if (form === 'two') return two
    return `${n(value)} ${form === 'few' ? few : form === 'many' ? many : other}`
  }
const items = counted('تعليق', 'تعليقان', 'تعليقات', 'تعليقًا')
const people = counted('شخص', 'شخصان', 'أشخاص', 'شخصًا')
const customers = counted('عميل', 'عميلان', 'عملاء', 'عميلًا')
const bugs = counted('خطأ', 'خطآن', 'أخطاء', 'خطأً')
const mentions = counted('إشارة', 'إشارتان', 'إشارات', 'إشارة')
const accounts = counted('حساب', 'حسابان', 'حسابات', 'حسابًا')
const answers = counted('إجابة', 'إجابتان', 'إجابات', 'إجابة')
const cases = counted('حالة', 'حالتان', 'حالات', 'حالة')
const days = counted('يوم', 'يومان', 'أيام', 'يومًا')
const loops = counted('حلقة', 'حلقتان', 'حلقات', 'حلقة')
const checks = counted('فحص', 'فحصان', 'فحوص', 'فحصًا')
const messages = counted('رسالة', 'رسالتان', 'رسائل', 'رسالة')
const time = (kind: Kind, ended: boolean) => `${units[kind].this}${ended ? '' : ' حتى الآن'}`

export const ar: Texts = {
  ...formats,
  week: (from, to) => `أسبوع ${from} إلى ${to}`,
  quarter: (number, year) => `الربع ${number} ${year}`,
  page: (sheet, of) => `صفحة ${sheet} من ${of}`,
  statuses: {
    open: 'مفتوح',
    under_review: 'قيد الدراسة',
    planned: 'مخطط له',
    in_progress: 'قيد التنفيذ',
    shipped: 'أُنجز',
    declined: 'مرفوض',
    parked: 'مؤجل',
  },
  types: {
    bug_report: 'بلاغ عن خطأ',
    feature_request: 'طلب ميزة',
    usability_issue: 'صعوبة في الاستخدام',
    performance_complaint: 'شكوى من البطء',
    pricing: 'السعر أو العقد',
    praise: 'ثناء',
    question: 'سؤال عام',
  },
  noType: 'بلا نوع بعد',

  nothingHeard: (kind, ended) => `لم يصل شيء ${time(kind, ended)}`,
  heard: (value, kind, ended) => `وصل ${items(value)} ${time(kind, ended)}`,
  leads: (first, second, kind) =>
    `${second ? `«${first}» و«${second}»` : `«${first}»`} في صدارة ${units[kind].the}`,
  moved: (label, from, to) => `${label}: ${to > from ? 'ارتفاع' : 'انخفاض'} من ${n(from)} إلى ${n(to)}`,
  againstUsual: (how, kind) =>
    ({
      inside: `وصل مثل ما يصل في ${units[kind].usual}`,
      above: `وصل أكثر مما يصل في ${units[kind].usual}`,
      below: `وصل أقل مما يصل في ${units[kind].usual}`,
    })[how],
  untold: (value) => `لم يُبلَّغ ${people(value)} بما أُنجز`,
  late: (value) => `ينتظر ${customers(value)} بعد الموعد`,
  unanswered: (value) => `عملاء غير راضين ينتظرون الرد: ${n(value)}`,
  critical: (value) => `أخطاء حرجة: ${n(value)}`,
  nobodyLate: 'لا أحد ينتظر بعد الموعد',

  itemsUsual: (value, how, low, high) =>
    `${items(value)}، ${{ above: 'فوق', below: 'تحت', inside: 'ضمن' }[how]} المعتاد من ${n(low)} إلى ${n(high)}.`,
  itemsTooFew: (value, kind) => `${items(value)}؛ ${units[kind].many} ما زالت أقل من أن نعرف المعتاد.`,
  itemsSoFar: (value) => `${items(value)} حتى الآن.`,
  criticalOf: (critical, all) =>
    critical < all
      ? `${n(critical)} من ${bugs(all)}: حرجة`
      : all === 1
        ? 'الخطأ الوحيد كان حرجًا'
        : `كل الأخطاء كانت حرجة (${n(all)})`,
  untyped: (value) => `بلا نوع بعد: ${items(value)}.`,
  npsWas: (value, move) => `كان مؤشر NPS ${score(value)}${move ? `، ${move}` : ''}.`,
  move: (points, couldBeChance) =>
    points === 0
      ? 'كما كان'
      : `${points > 0 ? 'بارتفاع' : 'بانخفاض'} ${n(Math.abs(points))}${couldBeChance ? '، وقد يكون مصادفة' : ''}`,
  nobodyWaits: 'لا أحد ينتظرنا.',
  waits: (open, unhappy, toTell) =>
    `في انتظارنا: ${[
      ...(open > 0 ? [`حالات مفتوحة (${n(open)})`] : []),
      ...(unhappy > 0 ? [`تعليقات غير راضية (${n(unhappy)})`] : []),
      ...(toTell > 0 ? [`أشخاص يجب إبلاغهم (${n(toTell)})`] : []),
    ].join('، ')}.`,

  severity: (critical, minor, parts) =>
    `حرجة ${n(critical)}، أقل ${n(minor)}${parts.length > 1 ? ` (${parts.join('، ')})` : ''}`,
  priorities: {
    high: (value) => `عالية ${n(value)}`,
    medium: (value) => `متوسطة ${n(value)}`,
    low: (value) => `منخفضة ${n(value)}`,
    unrated: (value) => `بلا أولوية ${n(value)}`,
  },
  bugs: (severity) => `الأخطاء: ${severity}.`,
  itemsTitle: (value, how, kind, ended) =>
    how === 'inside'
      ? `${items(value)}، كما في ${units[kind].usual}`
      : how
        ? `${items(value)}، ${how === 'above' ? 'أكثر' : 'أقل'} من ${units[kind].usual}`
        : `${items(value)} ${time(kind, ended)}`,
  itemsSub: (periods, hasBand, kind) =>
    hasBand
      ? `${units[kind].many}: ${n(periods)}؛ الشريط هو المعتاد، ثمانية من عشرة.`
      : `التعليقات حسب ${units[kind].many} (${n(periods)}).`,
  mostOf: (label) => `معظمها: ${label}`,
  noTypes: 'لا أنواع بعد',
  typesSub: (kind, ended, allByChance) =>
    ended
      ? `مقارنة بـ${units[kind].before}. ${allByChance ? 'كل تغير قد يكون مصادفة.' : 'غيرها قد يكون مصادفة.'}`
      : `لم تكتمل الفترة (${units[kind].the}): لا شيء للمقارنة.`,

  topThemes: 'أهم المواضيع',
  noTheme: 'لم يُذكر أي موضوع',
  noThemeYet: 'تظهر المواضيع عندما يُقال ما يكفي.',
  themesTitle: (name, value, from) => `${name}: ${mentions(value)}${from > 0 ? ` من ${accounts(from)}` : ''}`,
  themesSub: (kind) => `أهم مواضيع ${units[kind].the}. في العمود الثاني يُحسب كل حساب مرة واحدة.`,
  themeLine: (name, value) => `${name}: ${mentions(value)}`,
  themeNew: 'جديد',
  themeMoved: (isUp, before) => `${isUp ? 'أكثر' : 'أقل'} من ${n(before)}`,
  nothingYet: 'لا شيء بعد',
  actionDue: (title, on) => (on ? `${title}، موعده ${on}` : title),

  followUps: 'من يحتاج إلى متابعة',
  waitingTitle: (value, toTell) => {
    const told = `أشخاص يجب إبلاغهم: ${n(toTell)}`
    if (value === 0) return toTell > 0 ? `${told}، ولا أحد غيرهم ينتظر` : 'لم ينتظرنا أحد'
    return `انتظرنا ${customers(value)}${toTell > 0 ? `؛ ${told}` : ''}`
  },
  waitingSub: (at, late) => `الوضع في ${at}.${late === 0 ? '' : ` بعد الموعد: ${n(late)}.`}`,
  behindFinished: (value, finished) => `${people(value)} وراء ما أُنجز (${items(finished)})`,
  areOwed: 'لهم علينا رد',
  nobody: 'لا أحد',
  unowned: 'بلا مسؤول',
  dueAt: (at) => `الموعد ${at}`,
  more: (value) => `و${n(value)} غيرها، في Hearback.`,

  scoresTitle: 'بماذا أجاب العملاء وكيف انتهى الأمر',
  answers,
  interval: (low, high) => `95 %: من ${low} إلى ${high}`,
  npsMoved: (move, low, high) => `${move}، التغير من ${signed(low)} إلى ${signed(high)}`,
  tooFewBefore: (kind) => `إجابات قليلة جدًا في ${units[kind].before}`,
  tooFewAnswers: 'أقل من خمس إجابات',
  surveysAnswered: 'استبيانات أُجيب عنها',
  loopsClosed: 'حلقات أُغلقت',
  casesOnTime: 'حالات بلا خطوة متأخرة',
  thatArrived: (some, of) => `${n(some)} من ${n(of)} وصلت`,
  ofHeard: (some, of) => `${n(some)} من ${n(of)} وردت في هذه الفترة`,
  ofResolved: (some, of) => `${n(some)} من ${cases(of)} حُلّت`,
  before: (value, kind) => `${units[kind].before} ${value}`,
  nothingCounted: (kind) => `لم يُحسب شيء ${units[kind].this}`,

  qualityTitle: (missed, all) =>
    all === 0
      ? 'لم يحن موعد أي فحص جودة'
      : missed === 0
        ? `بلغت كل فحوص الجودة هدفها (${n(all)})`
        : `${n(missed)} من ${checks(all)} للجودة دون الهدف`,
  qualitySub: (kind) => `ما حان موعده ${units[kind].this} وأُنجز في وقته، مقارنة بالهدف.`,
  inTime: (met, of) => `${n(met)} من ${n(of)} في الوقت`,
  failed: (value) => `فات ${n(value)}`,
  couldBeChance: 'قد يكون مصادفة',
  targetOf: (target) => `الهدف ${n(target)} %`,
  checks: {
    categorised: 'صُنّف خلال 24 ساعة',
    critical_same_day: 'عولج الحرج في اليوم نفسه',
    review_product: 'عُقدت مراجعة المنتج الأسبوعية',
    nps_sent: 'أُرسل NPS كل ربع سنة',
    detractors: 'جرى التواصل مع المنتقدين خلال 24 ساعة',
    requests_logged: 'سُجّلت طلبات الميزات في اليوم نفسه',
    told_shipped: 'أُبلغ العملاء خلال 7 أيام من الإنجاز',
    post_support: 'رُدّ على غير الراضين بعد الدعم خلال 24 ساعة',
    windows: 'احتُرمت مهل الإجراءات',
    survey_cap: 'الاستبيانات ضمن الحد الشهري',
    review_answers: 'عُقدت مراجعة الإجابات الأسبوعية',
    review_prioritization: 'عُقد ترتيب الأولويات الشهري',
    review_trends: 'عُقدت مراجعة الاتجاهات الفصلية',
    sop_reviewed: 'روجعت الإجراءات في موعدها',
  },

  effectsTitle: 'هل أفاد ما أصلحناه',
  effect: (result) =>
    ({
      effective: 'أفاد',
      ineffective: 'لم يُفد',
      unclear: 'ربما أفاد، ومن المبكر الحكم',
    })[result],
  effectCounts: (before, beforeDays, after, afterDays) =>
    `${mentions(before)} في ${days(beforeDays)} قبل ذلك، و${n(after)} في ${days(afterDays)} بعده.`,
  effectByChance: 'قد يكون ذلك مصادفة.',
  changedTitle: 'ما تعلمناه وما تغيّر',
  changes: {
    decided: 'قررنا',
    shipped: 'أنجزنا',
    told: 'أبلغنا',
    loops: 'الحلقات',
    putRight: 'أصلحنا',
    statuses: { planned: 'مخطط له', in_progress: 'قيد التنفيذ', declined: 'مرفوض', parked: 'مؤجل' },
    heardFromUs: (value) => `سمع منا ${customers(value)}.`,
    people,
    updates: (value) => `أُرسلت إلى أفراد: ${messages(value)}.`,
    closed: (value) => `أُغلقت: ${loops(value)}.`,
    open: (value) => `ما زالت مفتوحة: ${loops(value)}.`,
    more: (value) => `و${n(value)} غيرها.`,
  },

  heads: {
    theme: 'الموضوع',
    mentions: 'الإشارات',
    accounts: 'الحسابات',
    whatWeDo: 'ما نفعله',
    who: 'من',
    about: 'بشأن',
    owner: 'المسؤول',
    due: 'الموعد',
    from: 'من',
    items: 'التعليقات',
    type: 'النوع',
    change: 'التغير',
    check: 'الفحص',
    inTime: 'في الوقت',
    target: 'الهدف',
    failed: 'فات',
  },
  asOf: (at, number) =>
    `الأرقام كما في ${at}${number > 1 ? `، أُعدّ من جديد (${number})` : ''}. كل رقم يفتح سجلاته في Hearback.`,
  openReport: 'افتح التقرير',
  pageHasFiles: 'وهو في الصفحة أيضًا بصيغتي PDF وCSV.',
  lowHigh: 'الأدنى، الأعلى',
  byChance: (could) => (could ? 'قد يكون مصادفة' : 'ليس مصادفة'),
}
