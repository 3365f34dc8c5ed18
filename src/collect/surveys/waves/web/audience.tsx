import { useEffect, useRef } from 'react'
import { useSegmentName, useSegments } from '#customers/accounts/web/use-accounts.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { plural } from '#platform/web/format.ts'
import { useAddress } from '#platform/web/go.tsx'

export interface ChosenAudience {
  /** keys; undefined: all active contacts */
  segments: string[] | undefined
  words: string
  toggle(key: string): void
  clear(): void
}

/** Names of segments as a list in words. */
export function useSegmentWords(): (keys: readonly string[]) => string {
  const nameOf = useSegmentName()
  return (keys) => keys.map(nameOf).join(', ')
}

/** The audience that the address names, so that another page can open the survey for some: `?segment=school,clinic`. */
export function useAudience(): ChosenAudience {
  const [search, setSearch] = useAddress()
  const inWords = useSegmentWords()
  const keys = search.segment?.split(',').filter(Boolean) ?? []
  const set = (next: string[]) => setSearch({ segment: next.join(',') || undefined })
  return {
    segments: keys.length > 0 ? keys : undefined,
    words: keys.length > 0 ? `contacts of ${inWords(keys)}` : 'all active contacts',
    toggle: (key) => set(keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key]),
    clear: () => set([]),
  }
}

/** Whom the wave is for, and the choice of segments. */
export function AudienceChoice({ audience }: { audience: ChosenAudience }) {
  const segments = useSegments()
  const { words } = audience
  const box = useRef<HTMLElement>(null)
  // who comes with an audience looks at it first, also where the rail stands below the wording
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    const pane = box.current?.closest('.withrail')
    // scrollIntoView would move the bars at the top as well
    if (audience.segments && pane)
      pane.scrollTop += box.current!.getBoundingClientRect().top - pane.getBoundingClientRect().top
  }, [])
  return (
    <section ref={box} aria-label="Audience">
      <h2 className="font-semibold">Audience</h2>
      <p>{words.charAt(0).toUpperCase() + words.slice(1)}</p>
      <div className="row mt-1 flex-wrap">
        <Picker
          label="Segments"
          many
          value={audience.segments ?? []}
          options={(segments.data?.data ?? []).map((one) => ({
            value: one.key,
            label: one.name,
            hint: plural(one.accountCount, 'account'),
          }))}
          onPick={audience.toggle}
          empty={segments.isPending ? 'Loading the segments' : 'No segment matches.'}
          trigger={<Button size="sm">{audience.segments ? 'Other segments' : 'Only some segments'}</Button>}
        />
        {audience.segments && (
          <Button kind="ghost" size="sm" onClick={audience.clear}>
            All active contacts
          </Button>
        )}
      </div>
    </section>
  )
}
