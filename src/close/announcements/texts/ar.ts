import type { Texts } from '#close/announcements/texts/en.ts'

const quarters = ['الأول', 'الثاني', 'الثالث', 'الرابع']

export const ar: Texts = {
  greeting: (name) => (name ? `مرحبًا ${name}،` : 'مرحبًا،'),
  close: 'مع أطيب التحيات',
  asked: 'لقد طلبت:',
  look: 'الاطلاع عليه',
  why: (brand) => `تصلك هذه الرسالة لأنك طلبت ذلك من ${brand} أو تتابعه.`,
  stop: 'إيقاف هذه الرسائل',
  quarter: (number, year) => `الربع ${quarters[number - 1]} من ${year}`,
  quarterly: 'كل ربع سنة',
  kinds: {
    thanks: {
      subject: 'شكرًا على فكرتك: {{what}}',
      body: 'شكرًا لأنك أخبرتنا بما تود الحصول عليه: {{what}}. سجّلناه بكلماتك، مع كل من يطلبه.\n\nسنكتب إليك عندما يُتخذ قرار.',
    },
    acknowledged: {
      subject: 'نحن ندرس الأمر: {{what}}',
      body: 'لقد طلبت منا هذا: {{what}}. قرأناه وندرسه الآن.\n\nالخطوة التالية: {{next}}',
    },
    planned: {
      subject: 'أصبح ضمن الخطة: {{what}}',
      body: 'لقد طلبت هذا، وقررنا تنفيذه: {{what}}.\n\nالموعد المستهدف: {{when}}\n\nسنكتب إليك عندما يصبح جاهزًا أو إذا تغيّر الموعد.',
    },
    progress: {
      subject: 'آخر المستجدات: {{what}}',
      body: 'هذا ما وصلنا إليه في ما طلبته، {{what}}:\n\n{{news}}',
    },
    date_changed: {
      subject: 'موعد جديد: {{what}}',
      body: 'تغيّر موعد شيء طلبته منا: {{what}}. نعتذر عن ذلك.\n\nالموعد الجديد: {{when}}\nالسبب: {{why}}',
    },
    not_planned: {
      subject: 'ليس ضمن الخطة حاليًا: {{what}}',
      body: 'لقد طلبت منا هذا: {{what}}. لا نخطط لتنفيذه حاليًا، ونود أن تعرف السبب.\n\n{{why}}\n\nما يمكنك فعله في هذه الأثناء: {{workaround}}\n\nسننظر فيه مجددًا: {{again}}. ما كتبته لنا يبقى محفوظًا معه.',
    },
    shipped: {
      subject: 'أصبح متاحًا: {{what}}',
      body: 'لقد طلبته، وهو متاح الآن: {{what}}.\n\n{{how}}',
    },
    escalated: {
      subject: 'أُحيل طلبك: {{what}}',
      body: 'لقد أحلنا ما طلبته منا: {{what}}.\n\nلدى من هو الآن: {{who}}\nسنكتب إليك قبل: {{when}}',
    },
    custom: { subject: '{{subject}}', body: '{{words}}' },
  },
}
