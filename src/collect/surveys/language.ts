import type { StoredSurvey } from '#collect/surveys/queries.ts'
import { languageAmong } from '#collect/surveys/texts/languages.ts'

/** The languages a survey can be asked in, its own first: those in which every question has its wording. */
export function languagesOf(survey: StoredSurvey): string[] {
  const known = Object.keys(survey.wordings).filter((language) =>
    survey.questions.every((question) => question.wordings[language]?.wording),
  )
  return [survey.language, ...known.filter((language) => language !== survey.language).sort()]
}

/**
 * The survey as somebody with this locale is asked: in their language where it is worded in it, with or without region,
 * else in its own.
 */
export function inLanguage(survey: StoredSurvey, locale: string | null | undefined): StoredSurvey {
  const language = languageAmong(languagesOf(survey), locale)
  if (language === undefined || language === survey.language) return survey
  return translated(survey, language)
}

function translated(survey: StoredSurvey, language: string): StoredSurvey {
  const mail = survey.wordings[language]
  return {
    ...survey,
    language,
    mail_subject: mail?.mailSubject ?? survey.mail_subject,
    mail_intro: mail?.mailIntro ?? survey.mail_intro,
    questions: survey.questions.map((question) => {
      const words = question.wordings[language]
      return {
        ...question,
        wording: words?.wording ?? question.wording,
        low_label: words?.lowLabel ?? question.low_label,
        high_label: words?.highLabel ?? question.high_label,
        choices: question.choices.map((one) => ({
          key: one.key,
          label: words?.choices?.[one.key] ?? one.label,
        })),
      }
    }),
  }
}
