import type { Texts } from '#close/announcements/texts/en.ts'

export const fr: Texts = {
  greeting: (name) => (name ? `Bonjour ${name},` : 'Bonjour,'),
  close: 'Bien cordialement',
  asked: 'Vous aviez demandé :',
  look: 'Voir',
  why: (brand) => `Vous recevez ce message parce que vous l’avez demandé à ${brand} ou que vous le suivez.`,
  stop: 'Ne plus recevoir ces messages',
  quarter: (number, year) => `T${number} ${year}`,
  quarterly: 'chaque trimestre',
  kinds: {
    thanks: {
      subject: 'Merci pour votre idée : {{what}}',
      body: 'Merci de nous avoir dit ce que vous souhaitez : {{what}}. Nous l’avons noté avec vos mots, avec toutes les personnes qui le demandent.\n\nNous vous écrirons dès qu’une décision sera prise.',
    },
    acknowledged: {
      subject: 'Nous l’étudions : {{what}}',
      body: 'Vous nous avez demandé ceci : {{what}}. Nous l’avons lu et nous l’étudions.\n\nLa suite : {{next}}',
    },
    planned: {
      subject: 'C’est prévu : {{what}}',
      body: 'Vous l’avez demandé et nous avons décidé de le faire : {{what}}.\n\nÉchéance visée : {{when}}\n\nNous vous écrirons quand ce sera prêt, ou si la date change.',
    },
    progress: {
      subject: 'Où nous en sommes : {{what}}',
      body: 'Voici où en est ce que vous avez demandé, {{what}} :\n\n{{news}}',
    },
    date_changed: {
      subject: 'Nouvelle date : {{what}}',
      body: 'La date a changé pour ce que vous avez demandé : {{what}}. Nous en sommes désolés.\n\nNouvelle échéance : {{when}}\nLa raison : {{why}}',
    },
    not_planned: {
      subject: 'Pas prévu pour l’instant : {{what}}',
      body: 'Vous nous avez demandé ceci : {{what}}. Nous ne prévoyons pas de le faire pour l’instant, et nous tenons à vous dire pourquoi.\n\n{{why}}\n\nCe que vous pouvez faire en attendant : {{workaround}}\n\nNous l’examinerons de nouveau : {{again}}. Ce que vous nous avez écrit y reste joint.',
    },
    shipped: {
      subject: 'C’est disponible : {{what}}',
      body: 'Vous l’aviez demandé, c’est disponible : {{what}}.\n\n{{how}}',
    },
    escalated: {
      subject: 'Transmis : {{what}}',
      body: 'Nous avons transmis votre demande : {{what}}.\n\nQui s’en occupe : {{who}}\nVous aurez de nos nouvelles d’ici : {{when}}',
    },
    custom: { subject: '{{subject}}', body: '{{words}}' },
  },
}
