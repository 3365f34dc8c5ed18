import { lazy } from 'react'
import type { SlotParts } from '#platform/web/slots.tsx'

/** What later stages show inside screens of earlier ones. Lazy: a part loads with the first screen that has its place. */
export const slotParts: SlotParts = {
  'inbox.words': [
    lazy(() => import('#collect/signals/web/item-signal.tsx')),
    lazy(() => import('#analyze/outside/web/item-translation.tsx')),
  ],
  'inbox.loop': [lazy(() => import('#close/ledger/web/item-loop.tsx'))],
  'inbox.row': [lazy(() => import('#close/ledger/web/row-loop.tsx'))],
  'survey.words': [lazy(() => import('#analyze/open-answers/web/question-words.tsx'))],
  'theme.words': [lazy(() => import('#analyze/outside/web/theme-suggestions.tsx'))],
  'settings.analysis': [lazy(() => import('#analyze/outside/web/outside-settings.tsx'))],
  'sms.actions': [lazy(() => import('#act/replies/web/reply-on-case.tsx'))],
  'inbox.actions': [
    lazy(() => import('#app/web/item-parts/reply-button.tsx')),
    lazy(() => import('#app/web/item-parts/open-case.tsx')),
    lazy(() => import('#app/web/item-parts/ask-button.tsx')),
  ],
  'inbox.below': [
    lazy(() => import('#app/web/item-parts/item-cases.tsx')),
    lazy(() => import('#app/web/item-parts/item-reply.tsx')),
    lazy(() => import('#prioritize/requests/web/item-requests.tsx')),
    lazy(() => import('#analyze/questions/web/item-evidence.tsx')),
  ],
  'requests.ranked': [lazy(() => import('#prioritize/scoring/web/ranked-requests.tsx'))],
  'today.waiting': [
    lazy(() => import('#close/readings/web/to-read.tsx')),
    lazy(() => import('#collect/surveys/calls/web/calls-to-make.tsx')),
    lazy(() => import('#prioritize/reviews/web/my-reviews.tsx')),
  ],
  'review.effects': [lazy(() => import('#measure/impact/web/review-effects.tsx'))],
  'review.score': [lazy(() => import('#prioritize/scoring/web/request-score.tsx'))],
  'review.tell': [lazy(() => import('#close/announcements/web/review-tell.tsx'))],
  'theme.actions': [
    lazy(() => import('#act/corrective-actions/web/theme-action.tsx')),
    lazy(() => import('#analyze/questions/web/theme-evidence.tsx')),
  ],
  'request.rail': [
    lazy(() => import('#prioritize/scoring/web/request-score.tsx')),
    lazy(() => import('#prioritize/releases/web/request-release.tsx')),
    lazy(() => import('#close/portal/web/request-portal.tsx')),
  ],
  'request.below': [
    lazy(() => import('#close/announcements/web/request-told.tsx')),
    lazy(() => import('#measure/impact/web/impact-section.tsx')),
  ],
  'release.below': [
    lazy(() => import('#close/announcements/web/release-told.tsx')),
    lazy(() => import('#measure/impact/web/impact-section.tsx')),
  ],
  'question.case': [lazy(() => import('#app/web/question-parts/follow-case.tsx'))],
  'question.pick-case': [lazy(() => import('#app/web/question-parts/pick-case.tsx'))],
}
