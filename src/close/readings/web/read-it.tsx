import { useEffect, useId, useRef, useState } from 'react'
import { becauseWords } from '#close/readings/rules.ts'
import { ReaderPicker } from '#close/readings/web/reader-picker.tsx'
import { useReading } from '#close/readings/web/use-reading.ts'
import type { Update } from '#close/updates/contract.ts'
import { Button } from '#platform/web/button.tsx'
import { TextArea } from '#platform/web/form.tsx'
import { said } from '#platform/web/format.ts'
import { useCan, useSession } from '#platform/web/session.tsx'

/** Whether this update waits for me to read it. */
export function useIsMine(update: Update): boolean {
  const { member } = useSession()
  return update.state === 'reading' && update.reading?.reader.id === member.id
}

/** Where the reader of an update agrees, or returns it with words. */
export function ReadIt({ update }: { update: Update }) {
  const { agree, giveBack } = useReading(update.id)
  const [words, setWords] = useState('')
  const [isMissing, setMissing] = useState(false)
  const wordsId = useId()
  const isBusy = agree.isPending || giveBack.isPending
  // it stands below all else of a case: whoever is asked finds it at once
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div ref={place} className="comp mt-2.5 max-w-[46rem]">
      <div className="body grid gap-1.5">
        <label htmlFor={wordsId} className="med">
          {update.by?.name ?? 'The writer'} asked you to read this before it leaves
        </label>
        <TextArea
          id={wordsId}
          rows={2}
          maxLength={5000}
          value={words}
          placeholder="What should change, or what you liked"
          aria-invalid={isMissing || undefined}
          aria-describedby={isMissing ? `${wordsId}-error` : undefined}
          onChange={(event) => {
            setWords(event.target.value)
            setMissing(false)
          }}
        />
        {isMissing && (
          <p className="err" id={`${wordsId}-error`}>
            Say what should change, then return it.
          </p>
        )}
      </div>
      <div className="cf">
        <span className="help grow">Agreed, it leaves after 2 minutes. Returned, it is a draft again.</span>
        <Button
          busy={giveBack.isPending}
          disabled={isBusy}
          onClick={() => (words.trim() ? giveBack.mutate(words) : setMissing(true))}
        >
          Return it
        </Button>
        <Button
          kind="primary"
          icon="check"
          busy={agree.isPending}
          disabled={isBusy}
          onClick={() => agree.mutate(words.trim())}
        >
          Agree and send
        </Button>
      </div>
    </div>
  )
}

/** Who reads an update that waits, and what its writer can do meanwhile. */
export function WaitsForReader({ update }: { update: Update }) {
  const { member } = useSession()
  const canManage = useCan('updates:manage')
  const { takeBack, choose } = useReading(update.id)
  const reading = update.reading
  if (!reading) return null
  const isWriter = update.by?.id === member.id
  return (
    <div className="row flex-wrap">
      <span className={`min-w-0 grow ${reading.needsAnother ? 'font-medium text-sla-soon' : 'text-ink-2'}`}>
        {reading.needsAnother
          ? `${reading.reader.name} cannot read it now: choose somebody else.`
          : `Waits for ${reading.reader.name} to read it, asked ${said(reading.askedAt)}, because ${becauseWords[reading.because]}.`}
      </span>
      {(isWriter || canManage) && (
        <>
          <ReaderPicker
            without={[update.by?.id ?? '', reading.reader.id]}
            onPick={(id) => choose.mutate(id)}
            trigger={<Button busy={choose.isPending}>Choose another reader</Button>}
          />
          <Button busy={takeBack.isPending} onClick={() => takeBack.mutate()}>
            Take it back
          </Button>
        </>
      )}
    </div>
  )
}

/** What a second reader said of an update: over a draft that came back, and under one that left. */
export function ReadWords({ reading }: { reading: Update['reading'] }) {
  if (!reading?.endedAt || (reading.verdict !== 'agree' && reading.verdict !== 'return')) return null
  const isReturned = reading.verdict === 'return'
  return (
    <p className={`mt-1 max-w-[46rem] wrap-anywhere ${isReturned ? 'text-sla-soon' : 'text-ink-2'}`}>
      <span className="med">
        {reading.reader.name} {isReturned ? 'returned it' : 'read it and agreed'}
      </span>
      , {said(reading.endedAt)}
      {reading.words ? `: “${reading.words}”` : '.'}
    </p>
  )
}
