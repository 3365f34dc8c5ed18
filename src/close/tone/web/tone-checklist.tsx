import { useId, useState } from 'react'
import type { ToneMark } from '#close/tone/contract.ts'
import { Checkbox } from '#platform/web/form.tsx'
import { Icon } from '#platform/web/icons.tsx'

/** What a good reply does, beside the reply: what the text shows is ticked by itself, the rest by its writer. */
export function ToneChecklist({
  marks,
  mustBeWhole,
  onTick,
}: {
  marks: readonly ToneMark[]
  mustBeWhole: boolean
  onTick(key: string, isTicked: boolean): void
}) {
  // a phone has no room for it beside the keyboard: there it opens when asked for
  const [isOpen, setOpen] = useState(() => matchMedia('(min-width: 640px)').matches)
  const listId = useId()
  if (marks.length === 0) return null
  const left = marks.filter((mark) => mark.by === null)
  return (
    <div className="border-t border-line px-3.5 py-1.5">
      <button
        type="button"
        className="row w-full min-h-6 text-left"
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'down' : 'next'} small />
        <span className="sec">Tone</span>
        <span className="xs num text-ink-2">
          {marks.length - left.length} of {marks.length}
        </span>
        {left.length === 0 ? (
          <span className="help">Everything is ticked</span>
        ) : (
          !isOpen && <span className="help cut">Left: {left.map((mark) => mark.text).join('; ')}</span>
        )}
        <span className="grow" />
        {mustBeWhole && left.length > 0 && <span className="help nowrap">Needed before sending</span>}
      </button>
      <ul
        id={listId}
        hidden={!isOpen}
        className="mt-1 grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-x-6 pb-1"
      >
        {marks.map((mark) => (
          <li key={mark.key}>
            <Checkbox
              label={
                <>
                  {mark.text}
                  {mark.because && <span className="help"> {mark.because}</span>}
                </>
              }
              checked={mark.by !== null}
              disabled={mark.by === 'text'}
              onChange={(event) => onTick(mark.key, event.target.checked)}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What was ticked on an update that is written. */
export function TickedTone({ marks }: { marks: readonly ToneMark[] }) {
  const ticked = marks.filter((mark) => mark.by !== null)
  if (marks.length === 0) return null
  return (
    <details className="mt-2">
      <summary className="help w-fit cursor-pointer">
        Tone: {ticked.length} of {marks.length}
      </summary>
      <ul className="mt-1 grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-x-6">
        {marks.map((mark) => (
          <li key={mark.key} className={`xs row items-start ${mark.by ? '' : 'text-ink-2'}`}>
            <Icon
              name={mark.by ? 'check' : 'close'}
              small
              className={mark.by ? 'text-accent' : 'text-ink-3'}
            />
            <span className="min-w-0 wrap-anywhere">
              <span className="vh">{mark.by ? 'Ticked: ' : 'Not ticked: '}</span>
              {mark.text}
              <span className="help">
                {mark.by === 'writer' && ' by the writer'}
                {mark.because && ` ${mark.because}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
