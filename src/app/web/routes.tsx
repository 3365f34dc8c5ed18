import type { ComponentType } from 'react'
import type { Access } from '#platform/endpoint.ts'
import type { NavCounts, NavEntry } from '#platform/web/nav.ts'

type Load = () => Promise<{ default: ComponentType }>

/** A page of the team app. `path` is below /w/$workspace; the file's default export is the screen. */
export interface Screen {
  path: string
  load: Load
  /** Its line in the sidebar, or two where it stands among one's own work too; pages reached from others have none. */
  nav?: Omit<NavEntry, 'path'> | readonly Omit<NavEntry, 'path'>[]
  /** How many wait for a person (red when late); the file's default export asks for it. */
  waiting?: () => Promise<{ default: () => Promise<NavCounts[string]> }>
}

/** A page of the settings, in the order of its group. */
export interface SettingsPage {
  path: string
  label: string
  group: 'You' | 'Workspace' | 'Channels' | 'Work'
  access?: Access
  load: Load
}

/** Every screen, in the order of the loop. One entry each; the screen's code loads when it is opened. */
export const screens: readonly Screen[] = [
  {
    path: 'today',
    load: () => import('#act/today/web/today-screen.tsx'),
    nav: { label: 'Today', place: 'mine', icon: 'today', access: 'cases:read', key: 't' },
    waiting: () => import('#act/today/web/waiting.ts'),
  },
  {
    path: 'inbox',
    load: () => import('#organize/inbox/web/inbox-screen.tsx'),
    nav: [
      { label: 'Inbox', place: 'mine', icon: 'inbox', access: 'feedback:read', key: 'i' },
      { label: 'Triage', place: 'organize', access: 'feedback:read' },
    ],
    waiting: () => import('#organize/inbox/web/waiting.ts'),
  },
  {
    path: 'my-cases',
    load: () => import('#act/cases/web/my-cases-screen.tsx'),
    nav: { label: 'My cases', place: 'mine', icon: 'case', access: 'cases:read' },
    waiting: () => import('#act/cases/web/my-waiting.ts'),
  },
  {
    path: 'cases',
    load: () => import('#act/cases/web/cases-screen.tsx'),
    nav: { label: 'Cases', place: 'act', access: 'cases:read', key: 'c' },
    waiting: () => import('#act/cases/web/waiting.ts'),
  },
  {
    path: 'team',
    load: () => import('#act/loads/web/team-screen.tsx'),
    nav: { label: 'Team', place: 'act', access: 'cases:read', key: 'w' },
  },
  { path: 'cases/$caseId', load: () => import('#app/web/case-screen.tsx') },
  {
    path: 'actions',
    load: () => import('#act/corrective-actions/web/actions-screen.tsx'),
    nav: { label: 'Corrective actions', place: 'act', access: 'cases:read', key: 'x' },
    waiting: () => import('#act/corrective-actions/web/waiting.ts'),
  },
  { path: 'actions/$actionId', load: () => import('#act/corrective-actions/web/action-screen.tsx') },
  {
    path: 'playbooks',
    load: () => import('#act/playbooks/web/playbooks-screen.tsx'),
    nav: { label: 'Playbooks', place: 'act', access: 'playbooks:read', key: 'p' },
  },
  { path: 'playbooks/$key', load: () => import('#act/playbooks/web/playbook-screen.tsx') },
  { path: 'playbooks/$key/simulate', load: () => import('#act/simulation/web/simulation-screen.tsx') },
  {
    path: 'imports',
    load: () => import('#collect/imports/web/imports-screen.tsx'),
    nav: { label: 'Imports', place: 'collect', access: 'imports:read' },
  },
  {
    path: 'check-ins',
    load: () => import('#collect/check-ins/web/check-ins-screen.tsx'),
    nav: { label: 'Check-ins', place: 'collect', access: 'feedback:read', key: 'n' },
    waiting: () => import('#collect/check-ins/web/waiting.ts'),
  },
  { path: 'check-ins/note', load: () => import('#collect/check-ins/web/note-screen.tsx') },
  { path: 'check-ins/$checkInId', load: () => import('#collect/check-ins/web/check-in-screen.tsx') },
  {
    path: 'sessions',
    load: () => import('#collect/sessions/web/sessions-screen.tsx'),
    nav: { label: 'Sessions', place: 'collect', access: 'feedback:read' },
  },
  { path: 'sessions/$sessionId', load: () => import('#collect/sessions/web/session-screen.tsx') },
  { path: 'imports/$importId', load: () => import('#collect/imports/web/import-screen.tsx') },
  {
    path: 'duplicates',
    load: () => import('#organize/duplicates/web/duplicates-screen.tsx'),
    nav: { label: 'Duplicates', place: 'organize', access: 'feedback:read', key: 'd' },
  },
  { path: 'inbox/$feedbackId', load: () => import('#organize/inbox/web/item-screen.tsx') },
  {
    path: 'surveys',
    load: () => import('#collect/surveys/web/surveys-screen.tsx'),
    nav: {
      label: 'Surveys',
      place: 'collect',
      icon: 'survey',
      access: 'surveys:read',
      key: 'v',
      also: ['waves', 'calls'],
    },
  },
  { path: 'surveys/$surveyId', load: () => import('#collect/surveys/web/survey-screen.tsx') },
  { path: 'surveys/$surveyId/links', load: () => import('#collect/surveys/links/web/survey-links.tsx') },
  { path: 'surveys/$surveyId/waves', load: () => import('#collect/surveys/waves/web/survey-waves.tsx') },
  {
    path: 'surveys/$surveyId/results',
    load: () => import('#collect/surveys/results/web/survey-results.tsx'),
  },
  {
    path: 'surveys/$surveyId/asked',
    load: () => import('#collect/surveys/results/web/survey-asked.tsx'),
  },
  {
    path: 'surveys/$surveyId/answers',
    load: () => import('#collect/surveys/responses/web/survey-answers.tsx'),
  },
  { path: 'calls', load: () => import('#collect/surveys/calls/web/calls-screen.tsx') },
  { path: 'calls/$callId', load: () => import('#collect/surveys/calls/web/call-screen.tsx') },
  { path: 'waves/$waveId', load: () => import('#collect/surveys/waves/web/wave-screen.tsx') },
  {
    path: 'programmes',
    load: () => import('#collect/programmes/web/programmes-screen.tsx'),
    nav: { label: 'Programmes', place: 'collect', access: 'surveys:read' },
  },
  { path: 'programmes/$programmeId', load: () => import('#collect/programmes/web/programme-screen.tsx') },
  {
    path: 'themes',
    load: () => import('#analyze/themes/web/themes-screen.tsx'),
    nav: { label: 'Themes', place: 'analyze', icon: 'chart', access: 'themes:read', key: 'e' },
  },
  {
    path: 'trends',
    load: () => import('#analyze/trends/web/trends-screen.tsx'),
    nav: { label: 'Trends', place: 'analyze', access: 'themes:read' },
  },
  {
    path: 'signals',
    load: () => import('#collect/signals/web/signals-screen.tsx'),
    nav: {
      label: 'Signals',
      place: 'analyze',
      access: 'signals:read',
      also: ['signals/accounts', 'signals/rules', 'signals/unknown'],
    },
  },
  { path: 'signals/accounts', load: () => import('#collect/signals/web/account-use-screen.tsx') },
  { path: 'signals/rules', load: () => import('#collect/signals/web/rules-screen.tsx') },
  { path: 'signals/unknown', load: () => import('#collect/signals/web/unknown-screen.tsx') },
  { path: 'themes/$themeId', load: () => import('#analyze/themes/web/theme-screen.tsx') },
  {
    path: 'questions',
    load: () => import('#analyze/questions/web/questions-screen.tsx'),
    nav: { label: 'Questions', place: 'analyze', access: 'questions:read', key: 'q' },
  },
  { path: 'questions/$questionId', load: () => import('#analyze/questions/web/question-screen.tsx') },
  {
    path: 'requests',
    load: () => import('#prioritize/requests/web/requests-screen.tsx'),
    nav: { label: 'Requests', place: 'prioritize', icon: 'bulb', access: 'requests:read', key: 'r' },
    waiting: () => import('#prioritize/requests/web/waiting.ts'),
  },
  { path: 'requests/$requestId', load: () => import('#prioritize/requests/web/request-screen.tsx') },
  {
    path: 'matrix',
    load: () => import('#prioritize/scoring/web/matrix-screen.tsx'),
    nav: {
      label: 'Matrix',
      place: 'prioritize',
      icon: 'chart',
      access: 'requests:read',
      key: 'm',
      also: ['weights'],
    },
  },
  { path: 'weights', load: () => import('#prioritize/scoring/web/weights-screen.tsx') },
  {
    path: 'roadmap',
    load: () => import('#prioritize/roadmap/web/roadmap-screen.tsx'),
    nav: { label: 'Roadmap', place: 'prioritize', icon: 'flag', access: 'requests:read' },
  },
  {
    path: 'reviews',
    load: () => import('#prioritize/reviews/web/reviews-screen.tsx'),
    nav: { label: 'Reviews', place: 'prioritize', icon: 'calendar', access: 'requests:read', key: 'k' },
    waiting: () => import('#prioritize/reviews/web/waiting.ts'),
  },
  { path: 'reviews/schedules', load: () => import('#prioritize/reviews/web/schedules-screen.tsx') },
  { path: 'reviews/$reviewId', load: () => import('#prioritize/reviews/web/review-screen.tsx') },
  {
    path: 'releases',
    load: () => import('#prioritize/releases/web/releases-screen.tsx'),
    nav: { label: 'Releases', place: 'prioritize', icon: 'tag', access: 'requests:read' },
  },
  { path: 'releases/$releaseId', load: () => import('#prioritize/releases/web/release-screen.tsx') },
  {
    path: 'promises',
    load: () => import('#close/promises/web/promises-screen.tsx'),
    nav: { label: 'Promises', place: 'close', icon: 'check', access: 'updates:read' },
    waiting: () => import('#close/promises/web/waiting.ts'),
  },
  {
    path: 'portal',
    load: () => import('#close/portal/web/portal-screen.tsx'),
    nav: { label: 'Portal', place: 'close', icon: 'external', access: 'requests:read' },
    waiting: () => import('#close/portal/web/waiting.ts'),
  },
  {
    path: 'loops',
    load: () => import('#close/ledger/web/loops-screen.tsx'),
    nav: { label: 'Loops', place: 'close', icon: 'chart', access: 'feedback:read', key: 'l' },
  },
  {
    path: 'share-backs',
    load: () => import('#close/share-backs/web/share-backs-screen.tsx'),
    nav: { label: 'Share-backs', place: 'close', access: 'updates:read' },
  },
  { path: 'share-backs/settings', load: () => import('#close/share-backs/web/settings-screen.tsx') },
  { path: 'share-backs/$shareBackId', load: () => import('#close/share-backs/web/share-back-screen.tsx') },
  {
    path: 'outbox',
    load: () => import('#platform/mail/web/outbox-screen.tsx'),
    nav: { label: 'Outbox', place: 'close', icon: 'mail', access: 'mail:read', key: 'o' },
  },
  {
    path: 'text-messages',
    load: () => import('#collect/sms-replies/web/texts-screen.tsx'),
    nav: { label: 'Text messages', place: 'close', icon: 'chat', access: 'mail:read' },
  },
  {
    path: 'held-mail',
    load: () => import('#app/web/held-mail-screen.tsx'),
    nav: { label: 'Mail not understood', place: 'collect', access: 'mail:read' },
    waiting: () => import('#collect/mailbox/web/waiting.ts'),
  },
  {
    path: 'health',
    load: () => import('#measure/dashboards/web/health-screen.tsx'),
    nav: {
      label: 'Health',
      place: 'measure',
      access: 'metrics:read',
      key: 'h',
    },
  },
  {
    path: 'explorer',
    load: () => import('#measure/explorer/web/explorer-screen.tsx'),
    nav: { label: 'Explorer', place: 'measure', access: 'metrics:read' },
  },
  { path: 'explorer/records', load: () => import('#measure/explorer/web/records-screen.tsx') },
  {
    path: 'segments',
    load: () => import('#measure/segments/web/segments-screen.tsx'),
    nav: { label: 'Segments', place: 'measure', access: 'metrics:read', also: ['segments/records'] },
  },
  { path: 'segments/records', load: () => import('#measure/segments/web/records-screen.tsx') },
  {
    path: 'correlations',
    load: () => import('#measure/correlations/web/correlations-screen.tsx'),
    nav: {
      label: 'What goes with churn',
      place: 'measure',
      access: 'metrics:read',
      also: ['correlations/accounts', 'correlations/answers'],
    },
  },
  {
    path: 'correlations/accounts',
    load: () => import('#measure/correlations/web/accounts-screen.tsx'),
  },
  {
    path: 'correlations/answers',
    load: () => import('#measure/correlations/web/answers-screen.tsx'),
  },
  {
    path: 'impacts',
    load: () => import('#measure/impact/web/impacts-screen.tsx'),
    nav: { label: 'Did it work?', place: 'measure', access: 'metrics:read' },
  },
  { path: 'impacts/$impactId', load: () => import('#measure/impact/web/accounts-screen.tsx') },
  {
    path: 'reports',
    load: () => import('#measure/reports/web/reports-screen.tsx'),
    nav: { label: 'Reports', place: 'measure', access: 'reports:read' },
  },
  { path: 'reports/settings', load: () => import('#measure/reports/web/settings-screen.tsx') },
  { path: 'reports/$reportId', load: () => import('#measure/reports/web/report-screen.tsx') },
  {
    path: 'retention',
    load: () => import('#measure/retention/web/retention-screen.tsx'),
    nav: { label: 'Retention', place: 'measure', access: 'retention:read' },
  },
  {
    path: 'outcomes',
    load: () => import('#measure/outcomes/web/outcomes-screen.tsx'),
    nav: { label: 'How cases end', place: 'measure', access: 'metrics:read' },
  },
  {
    path: 'teams',
    load: () => import('#measure/teams/web/teams-screen.tsx'),
    nav: { label: 'Teams', place: 'measure', access: 'metrics:read', also: ['teams/records'] },
  },
  { path: 'teams/records', load: () => import('#measure/teams/web/records-screen.tsx') },
  {
    path: 'quality',
    load: () => import('#measure/quality/web/quality-screen.tsx'),
    nav: { label: 'Quality', place: 'measure', access: 'metrics:read' },
  },
  { path: 'quality/$checkKey', load: () => import('#measure/quality/web/check-screen.tsx') },
  {
    path: 'accounts',
    load: () => import('#customers/accounts/web/accounts-screen.tsx'),
    nav: {
      label: 'Accounts',
      place: 'end',
      icon: 'account',
      access: 'accounts:read',
      key: 'a',
      also: ['contacts'],
    },
  },
  { path: 'accounts/duplicates', load: () => import('#customers/merges/web/duplicates-screen.tsx') },
  { path: 'accounts/$accountId', load: () => import('#measure/timelines/web/account-page.tsx') },
  { path: 'contacts', load: () => import('#customers/contacts/web/contacts-screen.tsx') },
  { path: 'contacts/$contactId', load: () => import('#measure/timelines/web/contact-page.tsx') },
]

/** Settings that are part of a stage stand in the sidebar too. */
export const stageSettings: readonly NavEntry[] = [
  { label: 'Types, areas, tags', path: 'settings/categories', place: 'organize', access: 'feedback:read' },
]

export const settingsPages: readonly SettingsPage[] = [
  {
    path: 'appearance',
    label: 'Appearance and keys',
    group: 'You',
    load: () => import('#app/web/settings/appearance.tsx'),
  },
  { path: 'account', label: 'Sign-in', group: 'You', load: () => import('#app/web/settings/account.tsx') },
  {
    path: 'notices',
    label: 'Notices',
    group: 'You',
    load: () => import('#platform/notices/web/notice-settings.tsx'),
  },
  {
    path: 'absences',
    label: 'Absences',
    group: 'You',
    access: 'cases:read',
    load: () => import('#act/absences/web/absences-settings.tsx'),
  },
  {
    path: 'general',
    label: 'General',
    group: 'Workspace',
    access: 'settings:read',
    load: () => import('#app/web/settings/general.tsx'),
  },
  {
    path: 'members',
    label: 'Members and roles',
    group: 'Workspace',
    access: 'members:read',
    load: () => import('#app/web/settings/members.tsx'),
  },
  {
    path: 'teams',
    label: 'Teams',
    group: 'Workspace',
    access: 'members:read',
    load: () => import('#platform/teams/web/teams-settings.tsx'),
  },
  {
    path: 'calendar',
    label: 'Hours and holidays',
    group: 'Workspace',
    load: () => import('#platform/calendar/web/calendar-settings.tsx'),
  },
  {
    path: 'api-keys',
    label: 'API keys',
    group: 'Workspace',
    access: 'settings:manage',
    load: () => import('#app/web/settings/api-keys.tsx'),
  },
  {
    path: 'erasures',
    label: 'Erased people',
    group: 'Workspace',
    access: 'contacts:manage',
    load: () => import('#measure/personal-data/web/erasures-settings.tsx'),
  },
  {
    path: 'mail',
    label: 'Mail',
    group: 'Channels',
    access: 'mail:manage',
    load: () => import('#platform/mail/web/mail-settings.tsx'),
  },
  {
    path: 'mail-in',
    label: 'Mail in',
    group: 'Channels',
    access: 'mail:manage',
    load: () => import('#collect/mailbox/web/mailbox-settings.tsx'),
  },
  {
    path: 'sms',
    label: 'Text messages',
    group: 'Channels',
    access: 'mail:manage',
    load: () => import('#platform/sms/web/sms-settings.tsx'),
  },
  {
    path: 'reach',
    label: 'Quiet hours and limits',
    group: 'Channels',
    access: 'contacts:read',
    load: () => import('#customers/consent/web/reach-settings.tsx'),
  },
  {
    path: 'widget',
    label: 'Widget',
    group: 'Channels',
    access: 'widget:read',
    load: () => import('#collect/widget/web/widget-settings.tsx'),
  },
  {
    path: 'forms',
    label: 'Web forms',
    group: 'Channels',
    access: 'settings:read',
    load: () => import('#collect/forms/web/forms-settings.tsx'),
  },
  {
    path: 'portal',
    label: 'Portal',
    group: 'Channels',
    access: 'requests:read',
    load: () => import('#close/portal/web/portal-settings.tsx'),
  },
  {
    path: 'inbound',
    label: 'Webhooks in',
    group: 'Channels',
    access: 'settings:read',
    load: () => import('#collect/inbound/web/inbound-settings.tsx'),
  },
  {
    path: 'categories',
    label: 'Types, areas and tags',
    group: 'Work',
    access: 'feedback:read',
    load: () => import('#organize/tags/web/categories-settings.tsx'),
  },
  {
    path: 'cases',
    label: 'Cases',
    group: 'Work',
    access: 'cases:read',
    load: () => import('#act/outcomes/web/cause-settings.tsx'),
  },
  {
    path: 'replies',
    label: 'Tone and second reader',
    group: 'Work',
    access: 'updates:read',
    load: () => import('#app/web/settings/replies.tsx'),
  },
  {
    path: 'check-ins',
    label: 'Check-ins',
    group: 'Work',
    access: 'feedback:read',
    load: () => import('#collect/check-ins/web/check-in-settings.tsx'),
  },
  {
    path: 'loops',
    label: 'Loops',
    group: 'Work',
    access: 'surveys:read',
    load: () => import('#close/follow-ups/web/release-settings.tsx'),
  },
  {
    path: 'metrics',
    label: 'Targets and bands',
    group: 'Work',
    access: 'metrics:read',
    load: () => import('#measure/explorer/web/metric-settings.tsx'),
  },
  {
    path: 'macros',
    label: 'Reply macros',
    group: 'Work',
    access: 'updates:read',
    load: () => import('#close/macros/web/macros-settings.tsx'),
  },
  {
    path: 'quality',
    label: 'Quality checks',
    group: 'Work',
    access: 'metrics:read',
    load: () => import('#measure/quality/web/quality-settings.tsx'),
  },
  {
    path: 'analysis',
    label: 'Analysis',
    group: 'Work',
    access: 'feedback:read',
    load: () => import('#organize/classify/web/analysis-settings.tsx'),
  },
]
