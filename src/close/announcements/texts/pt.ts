import type { Texts } from '#close/announcements/texts/en.ts'

export const pt: Texts = {
  greeting: (name) => (name ? `Olá, ${name},` : 'Olá,'),
  close: 'Com os melhores cumprimentos',
  asked: 'Pediu:',
  look: 'Ver',
  why: (brand) => `Recebe esta mensagem porque fez este pedido à ${brand} ou porque o segue.`,
  stop: 'Não receber mais mensagens destas',
  quarter: (number, year) => `${number}.º trimestre de ${year}`,
  quarterly: 'em cada trimestre',
  kinds: {
    thanks: {
      subject: 'Obrigado pela sua ideia: {{what}}',
      body: 'Obrigado por nos dizer o que gostaria de ter: {{what}}. Ficou registado com as suas palavras, junto de todas as pessoas que o pedem.\n\nEscrevemos-lhe quando houver uma decisão.',
    },
    acknowledged: {
      subject: 'Estamos a analisar: {{what}}',
      body: 'Fez-nos este pedido: {{what}}. Lemo-lo e estamos a analisá-lo.\n\nO que se segue: {{next}}',
    },
    planned: {
      subject: 'Está planeado: {{what}}',
      body: 'Fez este pedido e decidimos avançar: {{what}}.\n\nData prevista: {{when}}\n\nEscrevemos-lhe quando estiver pronto ou se a data mudar.',
    },
    progress: {
      subject: 'Ponto da situação: {{what}}',
      body: 'Este é o ponto da situação do seu pedido, {{what}}:\n\n{{news}}',
    },
    date_changed: {
      subject: 'Nova data: {{what}}',
      body: 'Mudou a data de algo que nos pediu: {{what}}. Lamentamos.\n\nNova data prevista: {{when}}\nMotivo: {{why}}',
    },
    not_planned: {
      subject: 'Não planeado por agora: {{what}}',
      body: 'Fez-nos este pedido: {{what}}. Por agora não o vamos fazer e queremos dizer-lhe porquê.\n\n{{why}}\n\nO que pode fazer entretanto: {{workaround}}\n\nVoltamos a analisá-lo: {{again}}. O que nos escreveu fica guardado.',
    },
    shipped: {
      subject: 'Já está disponível: {{what}}',
      body: 'Fez este pedido e já está disponível: {{what}}.\n\n{{how}}',
    },
    escalated: {
      subject: 'Encaminhado: {{what}}',
      body: 'Encaminhámos o seu pedido: {{what}}.\n\nQuem o tem agora: {{who}}\nTerá notícias nossas até: {{when}}',
    },
    custom: { subject: '{{subject}}', body: '{{words}}' },
  },
}
