import type { ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import { isShipped, primaryLanguage } from '#collect/surveys/texts/languages.ts'

/** The fixed words of links that anybody can answer; the others are those of every answer page. */
const all: Readonly<
  Record<ShippedLanguage, Record<'shutTitle' | 'shut' | 'again' | 'next' | 'details', string>>
> = {
  en: {
    shutTitle: 'This survey is closed',
    shut: 'It takes no answers any more. Ask whoever gave you the link for another.',
    again: 'Answer once more',
    next: 'For the next person',
    details: 'If you would like an answer',
  },
  de: {
    shutTitle: 'Diese Umfrage ist geschlossen',
    shut: 'Sie nimmt keine Antworten mehr an. Fragen Sie nach einem anderen Link.',
    again: 'Noch einmal antworten',
    next: 'Für die nächste Person',
    details: 'Wenn Sie eine Antwort möchten',
  },
  es: {
    shutTitle: 'Esta encuesta está cerrada',
    shut: 'Ya no admite respuestas. Pida otro enlace a quien se lo dio.',
    again: 'Responder otra vez',
    next: 'Para la siguiente persona',
    details: 'Si desea una respuesta',
  },
  fr: {
    shutTitle: 'Cette enquête est close',
    shut: 'Elle n’accepte plus de réponses. Demandez un autre lien à qui vous l’a donné.',
    again: 'Répondre encore une fois',
    next: 'Pour la personne suivante',
    details: 'Si vous souhaitez une réponse',
  },
  pt: {
    shutTitle: 'Este inquérito está fechado',
    shut: 'Já não aceita respostas. Peça outro link a quem lho deu.',
    again: 'Responder mais uma vez',
    next: 'Para a próxima pessoa',
    details: 'Se quiser uma resposta',
  },
  ar: {
    shutTitle: 'هذا الاستطلاع مغلق',
    shut: 'لم يعد يستقبل إجابات. اطلب رابطًا آخر ممن أعطاك إياه.',
    again: 'الإجابة مرة أخرى',
    next: 'للشخص التالي',
    details: 'إذا كنت ترغب في رد',
  },
}

/** These words in a language; English where they are not shipped. */
export function linkTextsIn(language: string) {
  const primary = primaryLanguage(language)
  return isShipped(primary) ? all[primary] : all.en
}
