import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, type MouseEvent, useCallback } from 'react'

/** Values of the address after the `?`. Only texts: a screen parses what it needs. */
export type Search = Record<string, string | undefined>

/** The slug of the workspace in the address. */
export function useSlug(): string {
  return (useParams({ strict: false }) as { workspace?: string }).workspace ?? ''
}

/** A parameter of the route, such as `id`. */
export function useParam(name: string): string {
  return (useParams({ strict: false }) as Record<string, string>)[name] ?? ''
}

/** Splits "cases/case_1?tab=notes" into a path below the workspace and its search. */
function target(slug: string, to: string, search?: Search) {
  const [path, text] = to.split('?')
  const own = Object.fromEntries(new URLSearchParams(text))
  return { to: `/w/${slug}/${path}`, search: { ...own, ...search } }
}

interface GoProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** A path below the workspace: `inbox`, `cases/case_…?tab=notes`. */
  to: string
  search?: Search
}

/** A link inside the workspace. (Not the router's own: that one marks every link to this page as current.) */
export function Go({ to, search, onClick, ...rest }: GoProps) {
  const router = useRouter()
  const goal = target(useSlug(), to, search) as { to: never; search: never }
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !isPlain || rest.target) return
    event.preventDefault()
    void router.navigate(goal)
  }
  const preload = () => void router.preloadRoute(goal).catch(() => {})
  return (
    <a
      href={router.buildLocation(goal).href}
      onClick={open}
      onMouseEnter={preload}
      onFocus={preload}
      {...rest}
    />
  )
}

/** A number that opens the very records behind it. */
export function Door({ to, search, children, className = '', ...rest }: GoProps) {
  return (
    <Go to={to} search={search} className={`n ${className}`} {...rest}>
      {children}
    </Go>
  )
}

/** Goes to a path below the workspace; `replace` leaves no step in the history. */
export function useGo() {
  const navigate = useNavigate()
  const slug = useSlug()
  return useCallback(
    (to: string, options: { search?: Search; replace?: boolean } = {}) => {
      const goal = target(slug, to, options.search)
      void navigate({ ...(goal as { to: never; search: never }), replace: options.replace })
    },
    [navigate, slug],
  )
}

/** The values after the `?` and a setter that merges; undefined removes a value. */
export function useAddress(): [Search, (change: Search, options?: { push?: boolean }) => void] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const set = useCallback(
    (change: Search, options: { push?: boolean } = {}) => {
      void navigate({
        to: '.' as never,
        search: ((before: Search) =>
          Object.fromEntries(
            Object.entries({ ...before, ...change }).filter(
              ([, value]) => value !== undefined && value !== '',
            ),
          )) as never,
        replace: !options.push,
      })
    },
    [navigate],
  )
  return [search, set]
}
