import type { SearchInfo } from '#organize/inbox/contract.ts'
import type { Sort } from '#organize/inbox/rules.ts'
import { Segments } from '#platform/web/form.tsx'

interface Props {
  info: SearchInfo
  /** The view whose own filter narrows the search, and the way out of it. */
  within: string | undefined
  onEverything(): void
  onSearch(q: string): void
  onSort(sort: Sort): void
}

/** What a search was read as, where it looked, and in which order its matches stand. */
export function SearchLine({ info, within, onEverything, onSearch, onSort }: Props) {
  const { corrections, exact, sort } = info
  return (
    <div className="flex min-h-10 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-5 py-1.5 text-ink-2 text-xs max-phone:px-4">
      <p aria-live="polite" className="grow">
        {corrections.length > 0 && (
          <>
            No item says {quoted(corrections.map((one) => one.from))}; showing{' '}
            <b className="text-ink">{quoted(corrections.map((one) => one.to))}</b>.{' '}
            <button type="button" className="link" onClick={() => onSearch(exact!)}>
              Search exactly
            </button>{' '}
          </>
        )}
        {within && (
          <>
            Only in “{within}”.{' '}
            <button type="button" className="link" onClick={onEverything}>
              Search everything
            </button>
          </>
        )}
      </p>
      <Segments
        label="Order of the matches"
        value={sort}
        options={[
          { value: 'relevance', label: 'Best match' },
          { value: 'newest', label: 'Newest' },
        ]}
        onChange={onSort}
      />
    </div>
  )
}

const quoted = (words: readonly string[]) => words.map((word) => `“${word}”`).join(', ')
