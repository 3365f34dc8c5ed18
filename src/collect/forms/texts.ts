/** The words of the form page in the languages it speaks; `{brand}` is filled in. */
const en = {
  title: 'Tell {brand} what you think',
  about: 'What is it about?',
  bug: 'Something does not work',
  feature: 'I wish for something',
  general: 'Something else',
  words: 'What should we know?',
  name: 'Your name',
  email: 'Your e-mail address',
  emailNote: 'Only to answer you',
  optional: 'optional',
  send: 'Send',
  missing: 'Write a few words first.',
  tooLong: 'This is longer than 10,000 characters. Shorten it.',
  emailWrong: 'Check the address; it looks like name@example.com.',
  thanksTitle: 'Thank you',
  thanks: 'It is with the team, and a person reads it.',
  another: 'Say something else',
  busy: 'Too much was sent from here in a minute. Wait a minute and send it again.',
  goneTitle: 'This form is closed',
  gone: 'The link is wrong, or it was switched off. Ask whoever gave it to you for another.',
}
export type FormTexts = typeof en

const de: FormTexts = {
  title: 'Sagen Sie {brand} Ihre Meinung',
  about: 'Worum geht es?',
  bug: 'Etwas funktioniert nicht',
  feature: 'Ich wünsche mir etwas',
  general: 'Etwas anderes',
  words: 'Was sollen wir wissen?',
  name: 'Ihr Name',
  email: 'Ihre E-Mail-Adresse',
  emailNote: 'Nur, um Ihnen zu antworten',
  optional: 'freiwillig',
  send: 'Senden',
  missing: 'Schreiben Sie zuerst ein paar Worte.',
  tooLong: 'Das sind mehr als 10.000 Zeichen. Kürzen Sie den Text.',
  emailWrong: 'Prüfen Sie die Adresse; sie sieht aus wie name@example.com.',
  thanksTitle: 'Danke',
  thanks: 'Es ist beim Team angekommen, und ein Mensch liest es.',
  another: 'Noch etwas sagen',
  busy: 'Von hier kam in einer Minute zu viel. Warten Sie eine Minute und senden Sie es noch einmal.',
  goneTitle: 'Dieses Formular ist geschlossen',
  gone: 'Der Link ist falsch oder abgeschaltet. Bitten Sie um einen neuen.',
}

const es: FormTexts = {
  title: 'Diga a {brand} lo que piensa',
  about: '¿De qué se trata?',
  bug: 'Algo no funciona',
  feature: 'Deseo algo',
  general: 'Otra cosa',
  words: '¿Qué debemos saber?',
  name: 'Su nombre',
  email: 'Su correo electrónico',
  emailNote: 'Solo para responderle',
  optional: 'opcional',
  send: 'Enviar',
  missing: 'Escriba antes unas palabras.',
  tooLong: 'Tiene más de 10 000 caracteres. Acórtelo.',
  emailWrong: 'Revise la dirección; debe ser como nombre@example.com.',
  thanksTitle: 'Gracias',
  thanks: 'El equipo lo ha recibido y una persona lo leerá.',
  another: 'Decir algo más',
  busy: 'Se ha enviado demasiado en un minuto. Espere un minuto y vuelva a enviarlo.',
  goneTitle: 'Este formulario está cerrado',
  gone: 'El enlace es incorrecto o se ha desactivado. Pida otro.',
}

const fr: FormTexts = {
  title: 'Dites à {brand} ce que vous en pensez',
  about: 'De quoi s’agit-il ?',
  bug: 'Quelque chose ne marche pas',
  feature: 'Je souhaite quelque chose',
  general: 'Autre chose',
  words: 'Que devons-nous savoir ?',
  name: 'Votre nom',
  email: 'Votre adresse e-mail',
  emailNote: 'Seulement pour vous répondre',
  optional: 'facultatif',
  send: 'Envoyer',
  missing: 'Écrivez d’abord quelques mots.',
  tooLong: 'Le texte dépasse 10 000 caractères. Raccourcissez-le.',
  emailWrong: 'Vérifiez l’adresse ; elle ressemble à nom@example.com.',
  thanksTitle: 'Merci',
  thanks: 'L’équipe l’a reçu, et une personne le lit.',
  another: 'Dire autre chose',
  busy: 'Trop d’envois en une minute. Attendez une minute et recommencez.',
  goneTitle: 'Ce formulaire est fermé',
  gone: 'Le lien est faux ou a été désactivé. Demandez-en un autre.',
}

const pt: FormTexts = {
  title: 'Diga à {brand} o que pensa',
  about: 'De que se trata?',
  bug: 'Algo não funciona',
  feature: 'Desejo algo',
  general: 'Outra coisa',
  words: 'O que devemos saber?',
  name: 'O seu nome',
  email: 'O seu e-mail',
  emailNote: 'Só para lhe responder',
  optional: 'opcional',
  send: 'Enviar',
  missing: 'Escreva primeiro algumas palavras.',
  tooLong: 'Tem mais de 10 000 caracteres. Encurte o texto.',
  emailWrong: 'Verifique o endereço; deve ser como nome@example.com.',
  thanksTitle: 'Obrigado',
  thanks: 'A equipa recebeu, e uma pessoa vai ler.',
  another: 'Dizer outra coisa',
  busy: 'Foi enviado demais num minuto. Espere um minuto e envie de novo.',
  goneTitle: 'Este formulário está fechado',
  gone: 'O link está errado ou foi desligado. Peça outro.',
}

const ar: FormTexts = {
  title: 'أخبر {brand} برأيك',
  about: 'ما الموضوع؟',
  bug: 'شيء لا يعمل',
  feature: 'أتمنى شيئًا',
  general: 'شيء آخر',
  words: 'ماذا ينبغي أن نعرف؟',
  name: 'اسمك',
  email: 'بريدك الإلكتروني',
  emailNote: 'للرد عليك فقط',
  optional: 'اختياري',
  send: 'إرسال',
  missing: 'اكتب بضع كلمات أولًا.',
  tooLong: 'النص أطول من 10000 حرف. اختصره.',
  emailWrong: 'تحقق من العنوان؛ يبدو هكذا: name@example.com.',
  thanksTitle: 'شكرًا',
  thanks: 'وصلت رسالتك إلى الفريق وسيقرؤها شخص.',
  another: 'قل شيئًا آخر',
  busy: 'أُرسل الكثير في دقيقة واحدة. انتظر دقيقة ثم أعد الإرسال.',
  goneTitle: 'هذا النموذج مغلق',
  gone: 'الرابط خاطئ أو أُوقف. اطلب رابطًا آخر.',
}

const all: Record<string, FormTexts> = { en, de, es, fr, pt, ar }
export const formLanguages = Object.keys(all)

/** The first language of an Accept-Language header that the page speaks; English where there is none. */
export function languageOf(header: string | undefined): string {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag, ...rest] = part.trim().split(';')
      const q = Number(/q=([\d.]+)/.exec(rest.join(';'))?.[1] ?? '1')
      return { language: tag!.toLowerCase().split('-')[0]!, q: Number.isFinite(q) ? q : 0 }
    })
    .filter((one) => one.q > 0)
    .sort((a, b) => b.q - a.q)
  return wanted.find((one) => Object.hasOwn(all, one.language))?.language ?? 'en'
}

/** The words of a language the page speaks. */
export function textsOf(language: string): FormTexts {
  return all[language] ?? en
}
