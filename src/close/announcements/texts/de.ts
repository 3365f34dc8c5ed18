import type { Texts } from '#close/announcements/texts/en.ts'

export const de: Texts = {
  greeting: (name) => (name ? `Guten Tag ${name},` : 'Guten Tag,'),
  close: 'Freundliche Grüße',
  asked: 'Das haben Sie sich gewünscht:',
  look: 'Ansehen',
  why: (brand) => `Sie erhalten diese Mail, weil Sie sich das von ${brand} gewünscht haben oder ihm folgen.`,
  stop: 'Keine solchen Mails mehr',
  quarter: (number, year) => `${number}. Quartal ${year}`,
  quarterly: 'in jedem Quartal',
  kinds: {
    thanks: {
      subject: 'Danke für Ihre Idee: {{what}}',
      body: 'Danke, dass Sie uns gesagt haben, was Sie sich wünschen: {{what}}. Wir haben es mit Ihren Worten notiert, zusammen mit allen anderen, die danach fragen.\n\nWir schreiben Ihnen, wenn etwas entschieden ist.',
    },
    acknowledged: {
      subject: 'Wir sehen es uns an: {{what}}',
      body: 'Sie haben uns darum gebeten: {{what}}. Wir haben es gelesen und sehen es uns jetzt an.\n\nWie es weitergeht: {{next}}',
    },
    planned: {
      subject: 'Es ist geplant: {{what}}',
      body: 'Sie haben sich das gewünscht, und wir haben entschieden, es zu bauen: {{what}}.\n\nZiel: {{when}}\n\nWir schreiben Ihnen, wenn es da ist oder sich der Termin verschiebt.',
    },
    progress: {
      subject: 'Wie es steht: {{what}}',
      body: 'So steht es um das, was Sie sich gewünscht haben, {{what}}:\n\n{{news}}',
    },
    date_changed: {
      subject: 'Neuer Termin: {{what}}',
      body: 'Für etwas, das Sie sich gewünscht haben, hat sich der Termin geändert: {{what}}. Das tut uns leid.\n\nDas neue Ziel: {{when}}\nDer Grund: {{why}}',
    },
    not_planned: {
      subject: 'Vorerst nicht geplant: {{what}}',
      body: 'Sie haben uns darum gebeten: {{what}}. Wir haben vorerst nicht vor, es zu bauen, und Sie sollen wissen, warum.\n\n{{why}}\n\nWas Sie bis dahin tun können: {{workaround}}\n\nWir sehen es uns wieder an: {{again}}. Was Sie uns geschrieben haben, bleibt dabei.',
    },
    shipped: {
      subject: 'Es ist da: {{what}}',
      body: 'Sie haben es sich gewünscht, jetzt ist es da: {{what}}.\n\n{{how}}',
    },
    escalated: {
      subject: 'Weitergegeben: {{what}}',
      body: 'Wir haben weitergegeben, worum Sie uns gebeten haben: {{what}}.\n\nWer es jetzt hat: {{who}}\nSie hören von uns bis: {{when}}',
    },
    custom: { subject: '{{subject}}', body: '{{words}}' },
  },
}
