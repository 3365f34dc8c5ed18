import type { ColumnMapping, ImportRun } from '#collect/imports/contract.ts'
import { type DateFormat, dateFormats, dateFormatWords } from '#collect/imports/map/dates.ts'
import { fieldsOf } from '#collect/imports/map/fields.ts'
import { Button } from '#platform/web/button.tsx'
import { Select } from '#platform/web/form.tsx'
import { Icon } from '#platform/web/icons.tsx'

type Change = (mapping: ColumnMapping[]) => void

const dateFields = new Set(['occurredAt', 'goLiveOn', 'renewalOn'])

/** Where each column goes, with its samples, how it is read, how sure that is, and why. */
export function Columns({
  run,
  onChange,
  isLocked,
}: {
  run: ImportRun
  onChange: Change
  isLocked: boolean
}) {
  const fields = fieldsOf(run.kind).map(([value, label]) => ({ value, label }))
  return (
    <table className="tb icols">
      <thead>
        <tr>
          <th>Column</th>
          <th>Samples</th>
          <th>Goes to</th>
          <th>Read as</th>
          <th>How sure, and why</th>
        </tr>
      </thead>
      <tbody>
        {run.mapping.map((one) => {
          const proposal = run.proposals.find((p) => p.column === one.column)
          const isOpen = one.field === 'undecided'
          return (
            <tr key={one.column} className={isOpen ? 'open' : undefined}>
              <td className="cut" title={one.column}>
                <code>{one.column}</code>
              </td>
              <td className="dim cut">{proposal?.samples.slice(0, 2).join(' · ') || '(empty)'}</td>
              <td>
                <Select
                  aria-label={`${one.column} goes to`}
                  className={isOpen ? 'miss' : one.field === 'skip' ? 'muted' : ''}
                  value={one.field}
                  disabled={isLocked}
                  onChange={(event) => onChange([{ ...one, field: event.target.value }])}
                  options={[
                    ...(isOpen ? [{ value: 'undecided', label: 'Choose' }] : []),
                    ...fields,
                    { value: 'skip', label: 'Do not import' },
                  ]}
                />
              </td>
              <td>
                <ReadAs one={one} isLocked={isLocked} onChange={onChange} />
              </td>
              <td>{proposal && <Sure proposal={proposal} field={one.field} />}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function ReadAs({ one, isLocked, onChange }: { one: ColumnMapping; isLocked: boolean; onChange: Change }) {
  if (dateFields.has(one.field)) {
    return (
      <Select
        aria-label={`How ${one.column} writes dates`}
        value={one.date ?? 'ymd'}
        disabled={isLocked}
        onChange={(event) => onChange([{ ...one, date: event.target.value as DateFormat }])}
        options={dateFormats.map((value) => ({ value, label: dateFormatWords[value] }))}
      />
    )
  }
  if (one.field !== 'rating') return null
  const scales = [...new Set([5, 7, 10, 100, one.ratingMax ?? 5])].sort((a, b) => a - b)
  return (
    <Select
      aria-label={`Scale of ${one.column}`}
      value={String(one.ratingMax ?? 5)}
      disabled={isLocked}
      onChange={(event) => onChange([{ ...one, ratingMax: Number(event.target.value) }])}
      options={scales.map((value) => ({ value: String(value), label: `out of ${value}` }))}
    />
  )
}

function Sure({ proposal, field }: { proposal: ImportRun['proposals'][number]; field: string }) {
  if (field !== proposal.field) {
    return (
      <>
        <span className="sure">chosen by you</span>
        <span className="why cut">
          {proposal.field === 'undecided' ? proposal.reason : `proposed otherwise: ${proposal.reason}`}
        </span>
      </>
    )
  }
  const isGuess = proposal.sure < 60
  const word = isGuess ? 'a guess' : proposal.sure < 80 ? 'likely' : 'sure'
  return (
    <>
      <span className={`sure${isGuess ? ' guess' : ''}`}>
        <i style={{ '--p': `${proposal.sure}%` } as Record<string, string>} />
        {proposal.sure} % {word}
      </span>
      <span className="why cut" title={proposal.reason}>
        {proposal.reason}
      </span>
    </>
  )
}

/** What keeps the import from starting, with the choices that free it. */
export function Waits({
  run,
  onChange,
  onEncoding,
}: {
  run: ImportRun
  onChange: Change
  onEncoding(encoding: string): void
}) {
  if (run.question) {
    return (
      <section className="iwaits" aria-label="Encoding of the file">
        <Icon name="lock" small />
        <span className="grow">
          <b>How should the letters be read?</b>{' '}
          {run.question.reason.charAt(0).toUpperCase() + run.question.reason.slice(1)}.
        </span>
        <ul className="w-full">
          {run.question.samples.map((sample) => (
            <li key={sample.encoding} className="row py-1">
              <Button size="sm" onClick={() => onEncoding(sample.encoding)}>
                {sample.encoding}
              </Button>
              <span className="cut" dir="auto">
                {sample.text}
              </span>
            </li>
          ))}
        </ul>
      </section>
    )
  }
  const open = run.mapping.find((one) => one.field === 'undecided')
  if (!open) {
    return run.trouble ? (
      <div className="iwaits">
        <Icon name="lock" small />
        <span>
          <b>The import waits.</b> {run.trouble}
        </span>
      </div>
    ) : null
  }
  const guess = run.proposals.find((p) => p.column === open.column)?.guess
  const label = fieldsOf(run.kind).find(([field]) => field === guess)?.[1]
  return (
    <div className="iwaits">
      <Icon name="lock" small />
      <span className="grow">
        <b>The import waits for a choice.</b> Where does “{open.column}” go?
      </span>
      {guess && label && (
        <Button size="sm" onClick={() => onChange([{ ...open, field: guess }])}>
          {label}
        </Button>
      )}
      {run.kind === 'feedback' && (
        <Button size="sm" onClick={() => onChange([{ ...open, field: 'context' }])}>
          Keep with the item
        </Button>
      )}
      <Button size="sm" onClick={() => onChange([{ ...open, field: 'skip' }])}>
        Do not import
      </Button>
    </div>
  )
}
