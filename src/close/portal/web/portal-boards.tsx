import { boardsMost } from '#close/portal/rules.ts'
import { useSegments } from '#customers/accounts/web/use-accounts.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Select } from '#platform/web/form.tsx'

interface Board {
  areaId: string
  segments: string[]
}

/** Product areas that stand as boards, and the segments that see each; without segments everybody does. */
export function PortalBoards({
  boards,
  areas,
  disabled,
  error,
  onChange,
}: {
  boards: readonly Board[]
  areas: readonly { id: string; path: string }[]
  disabled: boolean
  error: string | undefined
  onChange(boards: Board[]): void
}) {
  const segments = useSegments()
  const free = areas.filter((area) => !boards.some((board) => board.areaId === area.id))
  const put = (areaId: string, change: Partial<Board>) =>
    onChange(boards.map((board) => (board.areaId === areaId ? { ...board, ...change } : board)))
  return (
    <fieldset className="grid gap-3" disabled={disabled}>
      <legend className="sec mb-1">Boards</legend>
      <p className="help">
        A board is a product area with those below it. Ideas of a board for some segments are seen by their
        customers alone, once they signed in.
      </p>
      {error && (
        <p className="text-sla-late" role="alert">
          {error}
        </p>
      )}
      {boards.map((board) => {
        const name = areas.find((area) => area.id === board.areaId)?.path ?? 'An archived area'
        return (
          <fieldset key={board.areaId} className="border-t border-line pt-2">
            <legend className="med">{name}</legend>
            <div className="flex flex-wrap items-center gap-3">
              <span className="help">{board.segments.length === 0 ? 'Everybody sees it.' : 'Seen by:'}</span>
              {segments.data?.data.map((segment) => (
                <Checkbox
                  key={segment.key}
                  label={segment.name}
                  checked={board.segments.includes(segment.key)}
                  onChange={(event) =>
                    put(board.areaId, {
                      segments: event.target.checked
                        ? [...board.segments, segment.key]
                        : board.segments.filter((one) => one !== segment.key),
                    })
                  }
                />
              ))}
              <Button
                size="sm"
                kind="ghost"
                aria-label={`Take ${name} out`}
                onClick={() => onChange(boards.filter((one) => one.areaId !== board.areaId))}
              >
                Take out
              </Button>
            </div>
          </fieldset>
        )
      })}
      {free.length > 0 && boards.length < boardsMost && (
        <Select
          aria-label="Add a board"
          value=""
          onChange={(event) => onChange([...boards, { areaId: event.target.value, segments: [] }])}
          options={[
            { value: '', label: 'Add a board…' },
            ...free.map((area) => ({ value: area.id, label: area.path })),
          ]}
        />
      )}
    </fieldset>
  )
}
