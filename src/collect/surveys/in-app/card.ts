import { formOf } from '#collect/surveys/answer-form.ts'
import { firstPress } from '#collect/surveys/branching.ts'
import { type Opened, openInvitation } from '#collect/surveys/find.ts'
import type { Card } from '#collect/surveys/in-app/contract.ts'
import { isScored, pointsOf } from '#collect/surveys/kinds.ts'
import { inLanguage } from '#collect/surveys/language.ts'
import { closed, textsOf, wordingFor } from '#collect/surveys/pages/answer.tsx'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { pointLabel } from '#collect/surveys/said.ts'
import type { Ctx } from '#platform/context.ts'
import { encodeId } from '#platform/ids.ts'
import { directionOf } from '#platform/web/format.ts'

/** An invitation in the language of the page, where the survey speaks it; undefined when nothing can be answered any more. */
export async function openForCard(
  ctx: Ctx,
  invitationId: string,
  language: string | undefined,
): Promise<Opened | undefined> {
  const opened = await openInvitation(ctx, invitationId)
  if (!opened || closed(opened)) return undefined
  const own = inLanguage(await storedSurvey(ctx, opened.survey.id), language)
  return language === undefined ? opened : { ...opened, survey: own }
}

/** What the card asks of somebody now; after the last question it thanks. */
export function cardOf(opened: Opened): Card {
  const { survey, answers } = opened
  const texts = textsOf(opened)
  const put = wordingFor(opened, answers)
  const first = firstPress(survey.questions)
  const questions = formOf(opened, new Map())?.questions ?? []
  return {
    invitation: encodeId('inv', opened.invitation!.id),
    language: survey.language,
    direction: directionOf(survey.language),
    title: texts.title(survey.brand_shown),
    questions: questions.map((question) => ({
      key: question.key,
      kind: question.kind,
      wording: put(question.wording),
      lowLabel: question.low_label && put(question.low_label),
      highLabel: question.high_label && put(question.high_label),
      points: isScored(question.kind)
        ? pointsOf(question.kind).map((number) => ({
            number,
            label: pointLabel(question.kind, number, survey.language) ?? null,
          }))
        : [],
      choices: question.choices.map(({ key, label }) => ({ key, label: put(label) })),
      isRequired: question.is_required || question.key === first?.key,
      isMultiple: question.is_multiple,
    })),
    words: {
      send: texts.sendAnswer,
      optional: texts.optional,
      required: texts.required,
      notSent: texts.notSent,
      thanks: texts.thanks(opened.firstName),
    },
  }
}
