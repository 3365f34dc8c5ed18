import { afinnScore, tfidf, tfidfTenFold, vaderScore } from '../baselines.ts'
import { type Row, rowsOf } from '../datasets.ts'
import { accuracy, type Figure, macroF1 } from '../figure.ts'
import { said, weightsFor } from '../left-out.ts'

type Side = 'negative' | 'neutral' | 'positive'

const isPolar = (row: Row) => row.sentiment === 'positive' || row.sentiment === 'negative'
const side = (score: number, width: number): Side =>
  score > width ? 'positive' : score < -width ? 'negative' : 'neutral'

/** Accuracy where every text is good or bad and no answer is allowed to be neither. */
function binary(folder: string, row: string, set: string, goals: [number, number], every = 1): Figure {
  const weights = weightsFor(folder, set)
  const rows = rowsOf(folder, set).filter((one, i) => isPolar(one) && i % every === 0)
  const others = ['sentiment-proscons', 'sentiment-product-reviews-2']
    .filter((name) => name !== set)
    .flatMap((name) => rowsOf(folder, name).filter((one, i) => isPolar(one) && i % 3 === 0))
  const model = tfidf(
    others.map(({ text }) => text),
    others.map(({ sentiment }) => sentiment === 'positive'),
  )
  const of = (score: (text: string) => number) =>
    accuracy(rows.map(({ text, sentiment }) => ({ said: score(text) >= 0, is: sentiment === 'positive' })))
  return {
    row,
    set,
    measure: 'accuracy, good or bad',
    ours: accuracy(
      rows.map((one) => ({
        said: said(weights, one).sentiment.score >= 0,
        is: one.sentiment === 'positive',
      })),
    ),
    others: {
      VADER: of(vaderScore),
      AFINN: of(afinnScore),
      'TF-IDF': of((text) => model(text) - 0.5),
      'taught by the set itself': accuracy(
        tfidfTenFold(
          rows.map(({ text }) => text),
          rows.map(({ sentiment }) => sentiment === 'positive'),
        ).map((score, i) => ({ said: score >= 0.5, is: rows[i]!.sentiment === 'positive' })),
      ),
    },
    reach: goals[0],
    beyond: goals[1],
  }
}

/** Macro-F1 of negative, neutral and positive; mixed counts as neutral. */
function threeWay(
  folder: string,
  row: string,
  set: string,
  rows: Row[],
  goals: [number?, number?] = [],
): Figure {
  const weights = weightsFor(folder, set)
  const of = (score: (text: string) => number, width: number) =>
    macroF1(rows.map(({ text, sentiment }) => ({ said: side(score(text), width), is: sentiment! })))
  return {
    row,
    set: rows[0]?.lang ? `${set}, ${rows[0].lang}` : set,
    measure: 'macro-F1 of three',
    ours: macroF1(
      rows.map((one) => {
        const { label } = said(weights, one).sentiment
        return { said: label === 'mixed' ? 'neutral' : label, is: one.sentiment! }
      }),
    ),
    others: { VADER: of(vaderScore, 0.05), AFINN: of(afinnScore, 0.5) },
    reach: goals[0],
    beyond: goals[1],
  }
}

/** Sentiment of reviews, product sentences and tweets, without ratings. */
export function measureSentiment(folder: string): Figure[] {
  const languages = rowsOf(folder, 'sentiment-multilingual')
  return [
    binary(folder, 'sentiment, app reviews', 'aspects-aware', [0.86, 0.9]),
    binary(folder, 'sentiment, app reviews', 'raw-arminer', [0.86, 0.9], 4),
    binary(folder, 'sentiment, app reviews', 'type-urr', [0.86, 0.9]),
    binary(folder, 'sentiment, product sentences', 'sentiment-product-reviews-2', [0.83, 0.88]),
    threeWay(
      folder,
      'sentiment, airline tweets',
      'sentiment-airline-tweets',
      rowsOf(folder, 'sentiment-airline-tweets'),
      [0.6, 0.7],
    ),
    ...[...new Set(languages.map(({ lang }) => lang))].map((lang) =>
      threeWay(
        folder,
        'sentiment, other languages',
        'sentiment-multilingual',
        languages.filter((one) => one.lang === lang),
      ),
    ),
  ]
}
