import {
  projections as absenceProjections,
  schedules as absenceSchedules,
  tasks as absenceTasks,
} from '#act/absences/jobs.ts'
import { routes as absenceRoutes } from '#act/absences/routes.ts'
import { routes as approvalRoutes } from '#act/approvals/routes.ts'
import {
  consumers as caseConsumers,
  projections as caseProjections,
  schedules as caseSchedules,
  tasks as caseTasks,
} from '#act/cases/jobs.ts'
import { routes as caseRoutes } from '#act/cases/routes.ts'
import {
  projections as actionProjections,
  schedules as actionSchedules,
  tasks as actionTasks,
} from '#act/corrective-actions/jobs.ts'
import { routes as actionRoutes } from '#act/corrective-actions/routes.ts'
import { routes as evidenceRoutes } from '#act/evidence/routes.ts'
import { routes as handOverRoutes } from '#act/hand-overs/routes.ts'
import { routes as loadRoutes } from '#act/loads/routes.ts'
import { projections as meetingProjections } from '#act/meetings/jobs.ts'
import { routes as meetingRoutes } from '#act/meetings/routes.ts'
import { routes as momentRoutes } from '#act/moments/routes.ts'
import { routes as moveRoutes } from '#act/moves/routes.ts'
import { routes as outcomeRoutes } from '#act/outcomes/routes.ts'
import {
  projections as playbookProjections,
  schedules as playbookSchedules,
  tasks as playbookTasks,
} from '#act/playbooks/jobs.ts'
import { routes as playbookRoutes } from '#act/playbooks/routes.ts'
import { projections as replyProjections } from '#act/replies/jobs.ts'
import { routes as replyRoutes } from '#act/replies/routes.ts'
import { routes as simulationRoutes } from '#act/simulation/routes.ts'
import { routes as snoozeRoutes } from '#act/snoozes/routes.ts'
import { routes as todayRoutes } from '#act/today/routes.ts'
import { routes as touchpointRoutes } from '#act/touchpoints/routes.ts'
import { consumers as watcherConsumers, projections as watcherProjections } from '#act/watchers/jobs.ts'
import { routes as watcherRoutes } from '#act/watchers/routes.ts'
import { routes as openAnswerRoutes } from '#analyze/open-answers/routes.ts'
import {
  projections as outsideProjections,
  schedules as outsideSchedules,
  tasks as outsideTasks,
} from '#analyze/outside/jobs.ts'
import { routes as outsideRoutes } from '#analyze/outside/routes.ts'
import { projections as questionProjections } from '#analyze/questions/jobs.ts'
import { routes as questionRoutes } from '#analyze/questions/routes.ts'
import { consumers as themeConsumers, tasks as themeTasks } from '#analyze/themes/jobs.ts'
import { routes as themeRoutes } from '#analyze/themes/routes.ts'
import { routes as trendRoutes } from '#analyze/trends/routes.ts'
import { projections as demoProjections, tasks as demoTasks } from '#app/demo/jobs.ts'
import { routes as demoRoutes } from '#app/demo/routes.ts'
import { routes as setupRoutes } from '#app/setup/routes.ts'
import {
  projections as announcementProjections,
  schedules as announcementSchedules,
  tasks as announcementTasks,
} from '#close/announcements/jobs.ts'
import { routes as announcementRoutes } from '#close/announcements/routes.ts'
import {
  consumers as followUpConsumers,
  schedules as followUpSchedules,
  tasks as followUpTasks,
} from '#close/follow-ups/jobs.ts'
import { routes as followUpRoutes } from '#close/follow-ups/routes.ts'
import { routes as holdingRoutes } from '#close/holdings/routes.ts'
import {
  consumers as ledgerConsumers,
  schedules as ledgerSchedules,
  tasks as ledgerTasks,
} from '#close/ledger/jobs.ts'
import { routes as ledgerRoutes } from '#close/ledger/routes.ts'
import { routes as macroRoutes } from '#close/macros/routes.ts'
import {
  projections as portalProjections,
  schedules as portalSchedules,
  tasks as portalTasks,
} from '#close/portal/jobs.ts'
import { pages as portalPages } from '#close/portal/pages.tsx'
import { routes as portalRoutes } from '#close/portal/routes.ts'
import {
  consumers as promiseConsumers,
  projections as promiseProjections,
  schedules as promiseSchedules,
  tasks as promiseTasks,
} from '#close/promises/jobs.ts'
import { routes as promiseRoutes } from '#close/promises/routes.ts'
import { projections as readingProjections } from '#close/readings/jobs.ts'
import { routes as readingRoutes } from '#close/readings/routes.ts'
import { schedules as shareBackSchedules, tasks as shareBackTasks } from '#close/share-backs/jobs.ts'
import { routes as shareBackRoutes } from '#close/share-backs/routes.ts'
import { routes as toneRoutes } from '#close/tone/routes.ts'
import {
  consumers as updateConsumers,
  schedules as updateSchedules,
  tasks as updateTasks,
} from '#close/updates/jobs.ts'
import { routes as updateRoutes } from '#close/updates/routes.ts'
import {
  consumers as checkInConsumers,
  projections as checkInProjections,
  schedules as checkInSchedules,
  tasks as checkInTasks,
} from '#collect/check-ins/jobs.ts'
import { routes as checkInRoutes } from '#collect/check-ins/routes.ts'
import { routes as feedbackRoutes } from '#collect/feedback/routes.ts'
import { pages as formPages } from '#collect/forms/pages.tsx'
import { routes as formRoutes } from '#collect/forms/routes.ts'
import { schedules as importSchedules, tasks as importTasks } from '#collect/imports/jobs.ts'
import { routes as importRoutes } from '#collect/imports/routes.ts'
import { pages as inboundPages } from '#collect/inbound/pages.ts'
import { routes as inboundRoutes } from '#collect/inbound/routes.ts'
import { schedules as mailboxSchedules, tasks as mailboxTasks } from '#collect/mailbox/jobs.ts'
import { routes as mailboxRoutes } from '#collect/mailbox/routes.ts'
import {
  projections as programmeProjections,
  schedules as programmeSchedules,
  tasks as programmeTasks,
} from '#collect/programmes/jobs.ts'
import { routes as programmeRoutes } from '#collect/programmes/routes.ts'
import { consumers as searchConsumers } from '#collect/search/jobs.ts'
import { routes as sessionRoutes } from '#collect/sessions/routes.ts'
import {
  consumers as signalConsumers,
  schedules as signalSchedules,
  tasks as signalTasks,
} from '#collect/signals/jobs.ts'
import { routes as signalRoutes } from '#collect/signals/routes.ts'
import { pages as smsReplyPages } from '#collect/sms-replies/pages.ts'
import { routes as smsReplyRoutes } from '#collect/sms-replies/routes.ts'
import { pages as surveyCardPages } from '#collect/surveys/in-app/pages.ts'
import {
  consumers as surveyConsumers,
  projections as surveyProjections,
  tasks as surveyTasks,
} from '#collect/surveys/jobs.ts'
import { pages as surveyLinkPages } from '#collect/surveys/links/pages.ts'
import { pages as surveyPages } from '#collect/surveys/pages.tsx'
import { routes as surveyRoutes } from '#collect/surveys/routes.ts'
import {
  projections as widgetProjections,
  schedules as widgetSchedules,
  tasks as widgetTasks,
} from '#collect/widget/jobs.ts'
import { pages as widgetPages } from '#collect/widget/pages.tsx'
import { routes as widgetRoutes } from '#collect/widget/routes.ts'
import { projections as accountProjections } from '#customers/accounts/jobs.ts'
import { routes as accountRoutes } from '#customers/accounts/routes.ts'
import { projections as consentProjections } from '#customers/consent/gate.ts'
import { routes as consentRoutes } from '#customers/consent/routes.ts'
import { projections as smsConsentProjections } from '#customers/consent/sms-gate.ts'
import { routes as contactRoutes } from '#customers/contacts/routes.ts'
import { consumers as duplicateConsumers } from '#customers/merges/jobs.ts'
import { routes as mergeRoutes } from '#customers/merges/routes.ts'
import { routes as segmentRoutes } from '#customers/segments/routes.ts'
import { routes as correlationRoutes } from '#measure/correlations/routes.ts'
import { routes as dashloadRoutes } from '#measure/dashboards/routes.ts'
import {
  projections as impactProjections,
  schedules as impactSchedules,
  tasks as impactTasks,
} from '#measure/impact/jobs.ts'
import { routes as impactRoutes } from '#measure/impact/routes.ts'
import { consumers as metricConsumers } from '#measure/metrics/jobs.ts'
import { routes as metricRoutes } from '#measure/metrics/routes.ts'
import { routes as outcomeFigureRoutes } from '#measure/outcomes/routes.ts'
import { tasks as personalDataTasks } from '#measure/personal-data/jobs.ts'
import { routes as personalDataRoutes } from '#measure/personal-data/routes.ts'
import {
  consumers as qualityConsumers,
  projections as qualityProjections,
  schedules as qualitySchedules,
  tasks as qualityTasks,
} from '#measure/quality/jobs.ts'
import { routes as qualityRoutes } from '#measure/quality/routes.ts'
import { routes as reachRoutes } from '#measure/reaches/routes.ts'
import { schedules as reportSchedules, tasks as reportTasks } from '#measure/reports/jobs.ts'
import { pages as reportPages } from '#measure/reports/pages.ts'
import { routes as reportRoutes } from '#measure/reports/routes.ts'
import { schedules as retentionSchedules, tasks as retentionTasks } from '#measure/retention/jobs.ts'
import { routes as retentionRoutes } from '#measure/retention/routes.ts'
import { routes as segmentFigureRoutes } from '#measure/segments/routes.ts'
import { routes as teamFigureRoutes } from '#measure/teams/routes.ts'
import { routes as timelineRoutes } from '#measure/timelines/routes.ts'
import {
  consumers as classifyConsumers,
  projections as classifyProjections,
  tasks as classifyTasks,
} from '#organize/classify/jobs.ts'
import { routes as classifyRoutes } from '#organize/classify/routes.ts'
import { consumers as likenessConsumers, tasks as likenessTasks } from '#organize/duplicates/jobs.ts'
import { routes as likenessRoutes } from '#organize/duplicates/routes.ts'
import { projections as inboxProjections, tasks as inboxTasks } from '#organize/inbox/jobs.ts'
import { routes as inboxRoutes } from '#organize/inbox/routes.ts'
import { routes as presenceRoutes } from '#organize/presence/routes.ts'
import { consumers as tagConsumers, projections as tagProjections } from '#organize/tags/jobs.ts'
import { routes as tagRoutes } from '#organize/tags/routes.ts'
import { routes as calendarRoutes } from '#platform/calendar/routes.ts'
import type { Consumer, Projection } from '#platform/events/event.ts'
import { schedules as fileSchedules, tasks as fileTasks } from '#platform/files/jobs.ts'
import { routes as fileRoutes } from '#platform/files/routes.ts'
import { idempotencySchedules, idempotencyTasks } from '#platform/http/jobs.ts'
import type { Route } from '#platform/http/on.ts'
import type { HtmlPage } from '#platform/http/page.ts'
import type { Schedule, Task } from '#platform/jobs/task.ts'
import { schedules as mailSchedules, tasks as mailTasks } from '#platform/mail/jobs.ts'
import { pages as mailPages } from '#platform/mail/pages.tsx'
import { routes as mailRoutes } from '#platform/mail/routes.ts'
import { schedules as noticeSchedules, tasks as noticeTasks } from '#platform/notices/jobs.ts'
import { routes as noticeRoutes } from '#platform/notices/routes.ts'
import { schedules as smsSchedules, tasks as smsTasks } from '#platform/sms/jobs.ts'
import { pages as smsPages } from '#platform/sms/pages.ts'
import { routes as smsRoutes } from '#platform/sms/routes.ts'
import { routes as teamRoutes } from '#platform/teams/routes.ts'
import { routes as releaseRoutes } from '#prioritize/releases/routes.ts'
import {
  consumers as requestConsumers,
  projections as requestProjections,
  schedules as requestSchedules,
  tasks as requestTasks,
} from '#prioritize/requests/jobs.ts'
import { routes as requestRoutes } from '#prioritize/requests/routes.ts'
import {
  consumers as reviewConsumers,
  projections as reviewProjections,
  schedules as reviewSchedules,
  tasks as reviewTasks,
} from '#prioritize/reviews/jobs.ts'
import { routes as reviewRoutes } from '#prioritize/reviews/routes.ts'
import { projections as roadmapProjections } from '#prioritize/roadmap/jobs.ts'
import { routes as roadmapRoutes } from '#prioritize/roadmap/routes.ts'
import { routes as scoringRoutes } from '#prioritize/scoring/routes.ts'

// What each module offers to the house; add yours in the order of the loop.

export const routes: readonly Route[] = [
  ...segmentRoutes,
  ...mergeRoutes,
  ...contactRoutes,
  ...consentRoutes,
  ...accountRoutes,
  ...feedbackRoutes,
  ...checkInRoutes,
  ...sessionRoutes,
  ...formRoutes,
  ...inboundRoutes,
  ...importRoutes,
  ...mailboxRoutes,
  ...smsReplyRoutes,
  ...signalRoutes,
  ...inboxRoutes,
  ...presenceRoutes,
  ...tagRoutes,
  ...classifyRoutes,
  ...likenessRoutes,
  ...themeRoutes,
  ...openAnswerRoutes,
  ...outsideRoutes,
  ...trendRoutes,
  ...questionRoutes,
  ...requestRoutes,
  ...scoringRoutes,
  ...roadmapRoutes,
  ...reviewRoutes,
  ...releaseRoutes,
  ...playbookRoutes,
  ...simulationRoutes,
  ...caseRoutes,
  ...todayRoutes,
  ...absenceRoutes,
  ...watcherRoutes,
  ...snoozeRoutes,
  ...handOverRoutes,
  ...holdingRoutes,
  ...loadRoutes,
  ...approvalRoutes,
  ...actionRoutes,
  ...outcomeRoutes,
  ...evidenceRoutes,
  ...moveRoutes,
  ...momentRoutes,
  ...touchpointRoutes,
  ...replyRoutes,
  ...meetingRoutes,
  ...followUpRoutes,
  ...updateRoutes,
  ...announcementRoutes,
  ...promiseRoutes,
  ...shareBackRoutes,
  ...ledgerRoutes,
  ...macroRoutes,
  ...portalRoutes,
  ...toneRoutes,
  ...readingRoutes,
  ...dashloadRoutes,
  ...outcomeFigureRoutes,
  ...segmentFigureRoutes,
  ...teamFigureRoutes,
  ...metricRoutes,
  ...qualityRoutes,
  ...correlationRoutes,
  ...impactRoutes,
  ...demoRoutes,
  ...setupRoutes,
  ...timelineRoutes,
  ...personalDataRoutes,
  ...reachRoutes,
  ...reportRoutes,
  ...retentionRoutes,
  ...calendarRoutes,
  ...teamRoutes,
  ...noticeRoutes,
  ...mailRoutes,
  ...smsRoutes,
  ...widgetRoutes,
  ...fileRoutes,
  ...surveyRoutes,
  ...programmeRoutes,
]

export const pages: readonly HtmlPage[] = [
  ...widgetPages,
  ...formPages,
  ...inboundPages,
  ...smsReplyPages,
  ...mailPages,
  ...smsPages,
  ...surveyPages,
  ...surveyLinkPages,
  ...surveyCardPages,
  ...portalPages,
  ...reportPages,
]

export const projections: readonly Projection[] = [
  ...accountProjections,
  ...checkInProjections,
  ...inboxProjections,
  ...classifyProjections,
  ...outsideProjections,
  ...tagProjections,
  ...questionProjections,
  ...requestProjections,
  ...roadmapProjections,
  ...reviewProjections,
  ...widgetProjections,
  ...consentProjections,
  ...smsConsentProjections,
  ...playbookProjections,
  ...caseProjections,
  ...absenceProjections,
  ...watcherProjections,
  ...actionProjections,
  // An answer to an invitation is read before the mail is put on its case.
  ...meetingProjections,
  ...replyProjections,
  ...readingProjections,
  ...announcementProjections,
  ...portalProjections,
  ...promiseProjections,
  ...impactProjections,
  ...surveyProjections,
  ...programmeProjections,
  ...qualityProjections,
  ...demoProjections,
]

export const consumers: readonly Consumer[] = [
  ...checkInConsumers,
  ...searchConsumers,
  ...signalConsumers,
  ...surveyConsumers,
  ...tagConsumers,
  ...classifyConsumers,
  ...likenessConsumers,
  ...themeConsumers,
  ...duplicateConsumers,
  ...requestConsumers,
  ...reviewConsumers,
  ...metricConsumers,
  ...caseConsumers,
  ...watcherConsumers,
  ...followUpConsumers,
  ...updateConsumers,
  ...promiseConsumers,
  ...ledgerConsumers,
  ...qualityConsumers,
]

export const tasks: readonly Task[] = [
  ...checkInTasks,
  ...inboxTasks,
  ...classifyTasks,
  ...likenessTasks,
  ...themeTasks,
  ...outsideTasks,
  ...requestTasks,
  ...reviewTasks,
  ...importTasks,
  ...mailboxTasks,
  ...signalTasks,
  ...fileTasks,
  ...widgetTasks,
  ...idempotencyTasks,
  ...mailTasks,
  ...smsTasks,
  ...playbookTasks,
  ...caseTasks,
  ...absenceTasks,
  ...followUpTasks,
  ...actionTasks,
  ...updateTasks,
  ...announcementTasks,
  ...promiseTasks,
  ...shareBackTasks,
  ...reportTasks,
  ...retentionTasks,
  ...portalTasks,
  ...ledgerTasks,
  ...qualityTasks,
  ...personalDataTasks,
  ...impactTasks,
  ...noticeTasks,
  ...surveyTasks,
  ...programmeTasks,
  ...demoTasks,
]

export const schedules: readonly Schedule[] = [
  ...checkInSchedules,
  ...outsideSchedules,
  ...requestSchedules,
  ...reviewSchedules,
  ...importSchedules,
  ...mailboxSchedules,
  ...programmeSchedules,
  ...signalSchedules,
  ...fileSchedules,
  ...widgetSchedules,
  ...idempotencySchedules,
  ...mailSchedules,
  ...smsSchedules,
  ...playbookSchedules,
  ...caseSchedules,
  ...absenceSchedules,
  ...followUpSchedules,
  ...actionSchedules,
  ...updateSchedules,
  ...announcementSchedules,
  ...promiseSchedules,
  ...shareBackSchedules,
  ...reportSchedules,
  ...retentionSchedules,
  ...portalSchedules,
  ...ledgerSchedules,
  ...qualitySchedules,
  ...impactSchedules,
  ...noticeSchedules,
]
