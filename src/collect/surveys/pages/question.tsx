/** @jsxImportSource hono/jsx */
import { type Given, isScored, nothingGiven, pointsOf, type ScoredKind } from '#collect/surveys/kinds.ts'
import type { StoredQuestion } from '#collect/surveys/queries.ts'
import { pointLabel } from '#collect/surveys/said.ts'
import { textsIn } from '#collect/surveys/texts.ts'

interface Parts {
  question: StoredQuestion
  given: Given | undefined
  /** puts names and earlier answers into a wording */
  put: (text: string) => string
  language: string
  /** the page's heading: large when the question stands alone */
  heading: 'big' | 'small' | undefined
  isRequired: boolean
  /** what is missing, when the form came back */
  wrong: string | undefined
}

/** One question of the answer page. Choices are one group with one tab stop; nothing is chosen before the person does. */
export function Question(props: Parts) {
  const { kind } = props.question
  if (kind === 'consent') return <Consent {...props} />
  if (kind === 'text' || kind === 'details') return <Words {...props} />
  return <Choices {...props} />
}

function Wrong({ question, wrong }: Pick<Parts, 'question' | 'wrong'>) {
  return wrong === undefined ? null : (
    <p class="wrong small-gap" role="alert" id={`${question.key}-wrong`}>
      {wrong}
    </p>
  )
}

function Choices(props: Parts) {
  const { question, put, language, heading, isRequired, wrong } = props
  const texts = textsIn(language)
  const wording = put(question.wording)
  const note = question.is_multiple ? texts.several : isRequired ? undefined : texts.optional
  const hint = note ? <span class="note"> {note}</span> : null
  return (
    <fieldset
      class={heading === undefined ? 'gap' : 'small-gap'}
      aria-describedby={wrong ? `${question.key}-wrong` : undefined}
    >
      <legend class={heading === 'big' ? undefined : 'q2'}>
        {heading === 'big' ? (
          <h1>{wording}</h1>
        ) : heading === 'small' ? (
          <h1 class="q2">{wording}</h1>
        ) : (
          wording
        )}
        {hint}
      </legend>
      {isScored(question.kind) ? <Scale {...props} kind={question.kind} /> : <Options {...props} />}
      <Wrong question={question} wrong={wrong} />
    </fieldset>
  )
}

function Scale({ question, given, put, language, isRequired, kind }: Parts & { kind: ScoredKind }) {
  const texts = textsIn(language)
  const points = pointsOf(kind)
  const chosen = given?.number
  if (pointLabel(kind, 1, language) !== undefined)
    return (
      <div>
        {points.map((point) => (
          <label class="opt">
            <input
              type="radio"
              name={question.key}
              value={String(point)}
              required={isRequired}
              checked={chosen === point}
            />
            <span>{pointLabel(kind, point, language)}</span>
          </label>
        ))}
      </div>
    )
  const [low, high] = [put(question.low_label ?? ''), put(question.high_label ?? '')]
  return (
    <>
      <div class={`cells cells-${points.length}`}>
        {points.map((point) => (
          <label>
            <input
              type="radio"
              name={question.key}
              value={String(point)}
              required={isRequired}
              checked={chosen === point}
            />
            {kind === 'stars' ? (
              <span role="img" aria-label={texts.star(point)}>
                {point} ★
              </span>
            ) : (
              <span>{point}</span>
            )}
          </label>
        ))}
      </div>
      {low || high ? (
        <div class="ends">
          <span>
            {kind === 'stars' ? '' : `${points[0]} `}
            {low}
          </span>
          <span>
            {high}
            {kind === 'stars' ? '' : ` ${points.at(-1)}`}
          </span>
        </div>
      ) : null}
    </>
  )
}

function Options({ question, given = nothingGiven, put, isRequired }: Parts) {
  return (
    <div>
      {question.choices.map((choice) => (
        <label class={question.is_multiple ? 'opt many' : 'opt'}>
          <input
            type={question.is_multiple ? 'checkbox' : 'radio'}
            name={question.key}
            value={choice.key}
            required={isRequired && !question.is_multiple}
            checked={given.choices.includes(choice.key)}
          />
          <span>{put(choice.label)}</span>
        </label>
      ))}
    </div>
  )
}

function Words({ question, given, put, language, heading, isRequired, wrong }: Parts) {
  const texts = textsIn(language)
  const wording = put(question.wording)
  const described = wrong ? `${question.key}-wrong` : undefined
  const head = (
    <>
      {heading ? <h1 class="q2">{wording}</h1> : wording}
      {isRequired ? null : <span class="note"> {texts.optional}</span>}
    </>
  )
  return (
    <>
      {question.kind === 'text' ? (
        <label class="words">
          {head}
          <textarea name={question.key} maxlength={5000} required={isRequired} aria-describedby={described}>
            {given?.words ?? ''}
          </textarea>
        </label>
      ) : (
        <label class="words">
          {head}
          <input
            type="text"
            name={question.key}
            maxlength={200}
            required={isRequired}
            aria-describedby={described}
            value={given?.words ?? ''}
          />
        </label>
      )}
      <Wrong question={question} wrong={wrong} />
    </>
  )
}

function Consent({ question, given, put, language, isRequired, wrong }: Parts) {
  return (
    <>
      <label class="chk">
        <input
          type="checkbox"
          name={question.key}
          value="yes"
          required={isRequired}
          checked={given?.number === 1}
        />
        <span>
          {put(question.wording)}
          <br />
          <span class="note">{textsIn(language).contactNote}</span>
        </span>
      </label>
      <Wrong question={question} wrong={wrong} />
    </>
  )
}
