import type { Texts } from '#close/announcements/texts/en.ts'

export const es: Texts = {
  greeting: (name) => (name ? `Hola, ${name}:` : 'Hola:'),
  close: 'Un saludo',
  asked: 'Usted pidió:',
  look: 'Verlo',
  why: (brand) => `Recibe este correo porque se lo pidió a ${brand} o lo sigue.`,
  stop: 'No recibir más correos como este',
  quarter: (number, year) => `T${number} de ${year}`,
  quarterly: 'cada trimestre',
  kinds: {
    thanks: {
      subject: 'Gracias por su idea: {{what}}',
      body: 'Gracias por contarnos lo que le gustaría tener: {{what}}. Lo hemos anotado con sus palabras, junto con todas las personas que lo piden.\n\nLe escribiremos cuando haya una decisión.',
    },
    acknowledged: {
      subject: 'Lo estamos estudiando: {{what}}',
      body: 'Usted nos pidió esto: {{what}}. Lo hemos leído y lo estamos estudiando.\n\nQué pasa ahora: {{next}}',
    },
    planned: {
      subject: 'Está previsto: {{what}}',
      body: 'Usted lo pidió y hemos decidido hacerlo: {{what}}.\n\nFecha prevista: {{when}}\n\nLe escribiremos cuando esté listo o si cambia la fecha.',
    },
    progress: {
      subject: 'Cómo va: {{what}}',
      body: 'Así va lo que usted pidió, {{what}}:\n\n{{news}}',
    },
    date_changed: {
      subject: 'Otra fecha: {{what}}',
      body: 'Ha cambiado la fecha de algo que usted pidió: {{what}}. Lo sentimos.\n\nNueva fecha prevista: {{when}}\nMotivo: {{why}}',
    },
    not_planned: {
      subject: 'No previsto por ahora: {{what}}',
      body: 'Usted nos pidió esto: {{what}}. Por ahora no vamos a hacerlo y queremos explicarle por qué.\n\n{{why}}\n\nQué puede hacer mientras tanto: {{workaround}}\n\nVolveremos a estudiarlo: {{again}}. Lo que nos escribió queda guardado.',
    },
    shipped: {
      subject: 'Ya está: {{what}}',
      body: 'Usted lo pidió y ya está disponible: {{what}}.\n\n{{how}}',
    },
    escalated: {
      subject: 'Lo hemos trasladado: {{what}}',
      body: 'Hemos trasladado lo que usted nos pidió: {{what}}.\n\nQuién lo lleva ahora: {{who}}\nTendrá noticias nuestras antes de: {{when}}',
    },
    custom: { subject: '{{subject}}', body: '{{words}}' },
  },
}
