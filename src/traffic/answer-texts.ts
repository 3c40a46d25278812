import type { WaypointAnswer } from './waypoint-answer';

/** What an answer of a waypoint means. */
export const ANSWERS: Readonly<Record<WaypointAnswer['why'], string>> = {
  'tls-refused': 'the waypoint does not trust the identity of the client: its trust domain is another one',
  'bad-request': 'the waypoint can\'t read the request',
  'closed': 'the waypoint takes nothing on that port: the connection is closed',
  'policy': 'a policy refuses the request',
  'no-allow': 'ALLOW policies apply, and none of their rules matches',
  'jwt': 'the token is refused',
  'no-route': 'routes apply, and none of them matches',
  'redirect': 'a route redirects the request',
  'direct-response': 'a route answers the request itself: it says so, or none of its backends can be used',
  'preflight': 'the CORS policy of the route answers the preflight, no backend is asked',
  'fault': 'a route aborts the request on purpose',
  'no-cluster': 'the route leads to a Service, port or subset that does not exist for the waypoint',
  'no-endpoint': 'nothing behind the route is ready to take the request',
};
