/** What a reply of one word asks for; undefined: it is something said. */
export type ReplyWord = 'stop' | 'start' | 'help'

// The provider's English words, and how people of the shipped languages say it.
const stops =
  'stop stopall unsubscribe cancel end quit stopp abmelden baja cancelar alto arret arreter desabonner desinscrire parar sair ايقاف الغاء توقف قف'
const starts = 'start unstop anmelden alta reprendre iniciar voltar ابدأ'
const helps = 'help info hilfe ayuda aide ajuda مساعدة'

const words = new Map<string, ReplyWord>([
  ...stops.split(' ').map((word) => [folded(word), 'stop'] as const),
  ...starts.split(' ').map((word) => [folded(word), 'start'] as const),
  ...helps.split(' ').map((word) => [folded(word), 'help'] as const),
])

/** Without accents, capitals and punctuation: "Arrêt!" is "arret". */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\p{P}\p{S}\s]/gu, '')
    .toLowerCase()
}

/** Reads a reply that is one of the words by itself; a sentence with such a word in it is something said. */
export function replyWord(text: string): ReplyWord | undefined {
  return words.get(folded(text))
}
