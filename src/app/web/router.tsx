import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router'
import { NotFound } from '#app/web/not-found.tsx'
import { screens, settingsPages } from '#app/web/routes.tsx'
import { getMe, getSetup } from '#platform/identity/contract.ts'
import { call } from '#platform/web/api.ts'
import { Failed } from '#platform/web/states.tsx'

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => (
    <Failed alone error={error} title="This page could not be shown" onRetry={reset} />
  ),
})

const outside = (path: string, load: () => Promise<Record<'default', React.ComponentType>>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, 'default') })

/** The routes of the whole app, made from the registry of screens. */
export function makeRouter(queries: QueryClient) {
  const home = createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: async () => {
      const setup = await call(getSetup, {})
      if (setup.isNeeded) throw redirect({ to: '/setup' as never })
      const me = await queries.fetchQuery({ queryKey: ['me'], queryFn: () => call(getMe, {}) })
      const first = me.workspaces[0]
      throw redirect({ to: (first ? `/w/${first.slug}/inbox` : '/sign-in') as never })
    },
  })
  const workspace = createRoute({
    getParentRoute: () => root,
    path: '/w/$workspace',
    component: lazyRouteComponent(() => import('#app/web/workspace.tsx'), 'Workspace'),
  })
  // beside the frame, not in it: the first run has a page of its own
  const setup = ['/w/$workspace/setup', '/w/$workspace/setup/$step'].map((path) =>
    createRoute({
      getParentRoute: () => root,
      path,
      component: lazyRouteComponent(() => import('#app/setup/web/setup-screen.tsx')),
    }),
  )
  const start = createRoute({
    getParentRoute: () => workspace,
    path: '/',
    component: () => <Navigate to={'inbox' as never} from={'/w/$workspace' as never} replace />,
  })
  const pages = screens.map((screen) =>
    createRoute({
      getParentRoute: () => workspace,
      path: screen.path,
      component: lazyRouteComponent(screen.load, 'default'),
    }),
  )
  const settings = createRoute({
    getParentRoute: () => workspace,
    path: 'settings',
    component: lazyRouteComponent(() => import('#app/web/settings/settings-frame.tsx'), 'SettingsFrame'),
  })
  const settingsStart = createRoute({
    getParentRoute: () => settings,
    path: '/',
    component: () => <Navigate to={'appearance' as never} from={'/w/$workspace/settings' as never} replace />,
  })
  settings.addChildren([
    settingsStart,
    ...settingsPages.map((page) =>
      createRoute({
        getParentRoute: () => settings,
        path: page.path,
        component: lazyRouteComponent(page.load, 'default'),
      }),
    ),
  ])
  workspace.addChildren([start, settings, ...pages])
  const tree = root.addChildren([
    home,
    outside('setup', () => import('#app/web/outside/setup.tsx')),
    outside('sign-in', () => import('#app/web/outside/sign-in.tsx')),
    outside('join', () => import('#app/web/outside/join.tsx')),
    outside('reset', () => import('#app/web/outside/reset.tsx')),
    ...setup,
    workspace,
  ])
  return createRouter({
    routeTree: tree,
    // values after the ? are plain texts, as everybody writes them; the router itself would make 7 and true of them
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: stringifySearchWith(String),
    defaultPreload: 'intent',
    scrollRestoration: false,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error, reset }) => (
      <Failed alone error={error} title="This page could not be shown" onRetry={reset} />
    ),
  })
}
