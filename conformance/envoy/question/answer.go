package question

// Answer is what the waypoint did with a request. vectors/requests/README.md says what the fields mean.
type Answer struct {
	Reached         bool                `json:"reached"`
	Waypoint        string              `json:"waypoint,omitempty"`
	Result          string              `json:"result,omitempty"`
	Why             string              `json:"why,omitempty"`
	Decided         *Rule               `json:"decided,omitempty"`
	AllowedBy       *Rule               `json:"allowedBy,omitempty"`
	DryRun          *DryRun             `json:"dryRun,omitempty"`
	Reason          string              `json:"reason,omitempty"`
	GRPCStatus      *int                `json:"grpcStatus,omitempty"`
	Route           *Route              `json:"route,omitempty"`
	Weights         []Weight            `json:"weights,omitempty"`
	Backend         *Backend            `json:"backend,omitempty"`
	Host            string              `json:"host,omitempty"`
	Path            string              `json:"path,omitempty"`
	HeadersSet      map[string][]string `json:"headersSet,omitempty"`
	HeadersRemoved  []string            `json:"headersRemoved,omitempty"`
	TokenForwarded  *bool               `json:"tokenForwarded,omitempty"`
	Location        string              `json:"location,omitempty"`
	ResponseHeaders map[string]string   `json:"responseHeaders,omitempty"`
	// Timeout is in milliseconds; 0: none.
	Timeout int64    `json:"timeout,omitempty"`
	Retries *Retries `json:"retries,omitempty"`
	Mirrors []Mirror `json:"mirrors,omitempty"`
}

// Values of Result besides HTTP statuses.
const (
	Accepted   = "accepted"
	Reset      = "reset"
	TLSRefused = "tls-refused"
	// ConfigRefused: Envoy does not take what istiod generates for the waypoint. A running one keeps what it had.
	ConfigRefused = "config-refused"
	Weighted      = "weighted"
)

// Values of Why.
const (
	WhyUpstream       = "upstream"
	WhyPolicy         = "policy"
	WhyNoAllow        = "no-allow"
	WhyJWT            = "jwt"
	WhyNoRoute        = "no-route"
	WhyNoCluster      = "no-cluster"
	WhyNoEndpoint     = "no-endpoint"
	WhyRedirect       = "redirect"
	WhyDirectResponse = "direct-response"
	WhyFault          = "fault"
	WhyPreflight      = "preflight"
	WhyBadRequest     = "bad-request"
	WhyWeighted       = "weighted"
	WhyClosed         = "closed"
)

// Rule is one rule of an AuthorizationPolicy.
type Rule struct {
	Action string `json:"action"`
	// Policy is namespace/name.
	Policy string `json:"policy"`
	Rule   int    `json:"rule"`
}

// DryRun is what dry-run policies would have done.
type DryRun struct {
	Allow       string `json:"allow,omitempty"`
	AllowPolicy *Rule  `json:"allowPolicy,omitempty"`
	Deny        string `json:"deny,omitempty"`
	DenyPolicy  *Rule  `json:"denyPolicy,omitempty"`
}

// Route is the matched route: Route and Rule of an HTTPRoute or GRPCRoute, else Name, which may be empty.
type Route struct {
	Name     *string `json:"name,omitempty"`
	Route    string  `json:"route,omitempty"`
	Rule     *int    `json:"rule,omitempty"`
	Position int     `json:"position"`
}

// Backend is where a request was sent: a port of a service, or a named cluster of the waypoint.
type Backend struct {
	Service string `json:"service,omitempty"`
	Port    int    `json:"port,omitempty"`
	Subset  string `json:"subset,omitempty"`
	Cluster string `json:"cluster,omitempty"`
}

// Weight is a backend of a weighted list.
type Weight struct {
	Backend
	Weight int `json:"weight"`
}

// Retries are how often the matched route tries again, and when. Durations are in milliseconds; 0: none is set.
type Retries struct {
	Attempts      uint32   `json:"attempts"`
	On            string   `json:"on"`
	Codes         []uint32 `json:"codes,omitempty"`
	PerTryTimeout int64    `json:"perTryTimeout,omitempty"`
	Backoff       int64    `json:"backoff,omitempty"`
}

// Mirror is where the matched route sends copies of requests, and how many in a million.
type Mirror struct {
	Backend
	Share int `json:"share"`
}
