package judge

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/backend"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
)

// answerHTTP reads the answer of a chain that speaks HTTP.
func answerHTTP(answer *question.Answer, waypoint *surgery.Waypoint, entry surgery.Entry, asked question.Request, seen *observation) error {
	answer.Result = strconv.Itoa(seen.response.Status)
	if err := answerPolicies(answer, entry); err != nil {
		return err
	}
	if answer.Why == "" {
		if err := answerRoute(answer, waypoint, entry, seen.response.Header); err != nil {
			return err
		}
	}
	answer.Location = hideToken(answer.Location, seen.token)
	switch answer.Why {
	case question.WhyWeighted:
		// The rest depends on the backend that chance chose.
		return nil
	case question.WhyUpstream:
		answer.ResponseHeaders = addedToResponse(seen.response.Header)
		return answerBackend(answer, asked, seen)
	}
	answer.ResponseHeaders = addedToResponse(seen.response.Header)
	if status := seen.response.Header.Get("grpc-status"); status != "" {
		number, err := strconv.Atoi(status)
		if err != nil {
			return err
		}
		answer.GRPCStatus = &number
	}
	return nil
}

// answerPolicies reads what tokens and policies did, and why they refused if they did.
func answerPolicies(answer *question.Answer, entry surgery.Entry) error {
	var err error
	if answer.DryRun, err = dryRunOf(entry.HTTPPolicies); err != nil {
		return err
	}
	const jwtDenied = "jwt_authn_access_denied{"
	switch {
	case strings.HasPrefix(entry.Details, rbacDenied):
		answer.Decided, answer.Why, err = refusalOf(entry.Details)
		return err
	case strings.HasPrefix(entry.Details, jwtDenied):
		answer.Why = question.WhyJWT
		answer.Reason = strings.TrimSuffix(strings.TrimPrefix(entry.Details, jwtDenied), "}")
		return nil
	}
	if id, _ := entry.HTTPPolicies[surgery.AllowPrefix+"enforced_effective_policy_id"].(string); id != "" {
		answer.AllowedBy, err = ruleOf(id, "ALLOW")
	}
	return err
}

// answerRoute reads what routing made of a request that policies let pass.
func answerRoute(answer *question.Answer, waypoint *surgery.Waypoint, entry surgery.Entry, header http.Header) error {
	var known bool
	switch answer.Why, known = routing[entry.Details]; {
	case !known && entry.Code == http.StatusBadRequest:
		answer.Why = question.WhyBadRequest
		return nil
	case !known:
		return fmt.Errorf("unknown words of Envoy: %+v", entry)
	case answer.Why == question.WhyNoRoute:
		return nil
	}
	route := waypoint.Routes[entry.Route]
	answer.Route = routeOf(route)
	if answer.Why == question.WhyPreflight {
		return nil
	}
	if route.Redirects {
		answer.Why = question.WhyRedirect
		answer.Location = header.Get("location")
		return nil
	}
	var err error
	if answer.Weights, err = weightsOf(route.Weights); err != nil {
		return err
	}
	if err := answerAction(answer, route.Action); err != nil {
		return err
	}
	if len(answer.Weights) > 1 && answer.Why != question.WhyFault {
		answer.Result, answer.Why = question.Weighted, question.WhyWeighted
		return nil
	}
	// With a fault no entry of a weighted list is chosen, and no cluster that does not exist.
	isChosen := answer.Why != question.WhyFault || len(route.Weights) == 0 && entry.Cluster != ""
	if answer.Why != question.WhyNoCluster && answer.Why != question.WhyDirectResponse && isChosen {
		answer.Backend, err = backendOf(entry.Cluster)
	}
	return err
}

// routing says what Envoy's words mean.
var routing = map[string]string{
	"via_upstream":        question.WhyUpstream,
	"route_not_found":     question.WhyNoRoute,
	"cluster_not_found":   question.WhyNoCluster,
	"no_healthy_upstream": question.WhyNoEndpoint,
	"direct_response":     question.WhyDirectResponse,
	"fault_filter_abort":  question.WhyFault,
	"cors_response":       question.WhyPreflight,
}

func routeOf(route surgery.Route) *question.Route {
	if namespace, name, rule, ok := route.RuleOf(); ok {
		return &question.Route{Route: namespace + "/" + name, Rule: &rule, Position: route.Position}
	}
	return &question.Route{Name: &route.Name, Position: route.Position}
}

// weightsOf lists the backends of a weighted list, each once, in the order of their JSON: the order in the configuration says
// nothing.
func weightsOf(clusters []surgery.WeightedCluster) ([]question.Weight, error) {
	sums := map[question.Backend]int{}
	for _, c := range clusters {
		backend, err := backendOf(c.Cluster)
		if err != nil {
			return nil, err
		}
		sums[*backend] += c.Weight
	}
	var weights []question.Weight
	for backend, weight := range sums {
		weights = append(weights, question.Weight{Backend: backend, Weight: weight})
	}
	slices.SortFunc(weights, func(a, b question.Weight) int { return strings.Compare(asJSON(a), asJSON(b)) })
	return weights, nil
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic("an answer can always be written as JSON: " + err.Error())
	}
	return string(text)
}

// answerBackend reads what the backend saw.
func answerBackend(answer *question.Answer, asked question.Request, seen *observation) error {
	report, err := backend.ReadReport(seen.response.Header)
	if err != nil || report == nil {
		return err
	}
	answer.Host = report.Host
	if path := hideToken(report.Path, seen.token); path != asked.Path {
		answer.Path = path
	}
	answer.HeadersSet, answer.HeadersRemoved = changedHeaders(sentHeaders(seen.sent), report.Headers, seen.token)
	if seen.token != "" && asked.JWT.Query == "" {
		forwarded := carries(report.Headers, seen.token)
		answer.TokenForwarded = &forwarded
	}
	return nil
}

// hideToken puts TOKEN in the place of the token, which differs from run to run.
func hideToken(text, token string) string {
	if token == "" {
		return text
	}
	return strings.ReplaceAll(text, token, "TOKEN")
}

// hidePayload puts PAYLOAD in the place of the claims as the token has them, which name the time of the run.
func hidePayload(values []string, token string) []string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || len(values) != 1 || values[0] != parts[1] {
		return values
	}
	return []string{"PAYLOAD"}
}

func carries(headers map[string][]string, token string) bool {
	for _, values := range headers {
		for _, value := range values {
			if strings.Contains(value, token) {
				return true
			}
		}
	}
	return false
}

// sentHeaders are the headers that a request carried, with names in lower case.
func sentHeaders(r question.Request) map[string][]string {
	headers := map[string][]string{}
	for _, h := range r.Headers {
		name := strings.ToLower(h.Name)
		headers[name] = append(headers[name], h.Value)
	}
	return headers
}

// changedHeaders compares what was sent with what the backend saw. Headers that every proxy adds are left out, and those with
// the token, which have an answer of their own.
func changedHeaders(sent, saw map[string][]string, token string) (set map[string][]string, removed []string) {
	for name, values := range saw {
		values = hidePayload(values, token)
		if addedByProxy(name) || carries(map[string][]string{name: values}, token) && token != "" || slices.Equal(sent[name], values) {
			continue
		}
		if set == nil {
			set = map[string][]string{}
		}
		set[name] = values
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if _, seen := saw[name]; !seen && (token == "" || !carries(map[string][]string{name: sent[name]}, token)) {
			removed = append(removed, name)
		}
	}
	return set, removed
}

func addedByProxy(name string) bool {
	// grpc-timeout says how much of a route's time limit is left.
	return name == "x-forwarded-proto" || name == "grpc-timeout" || name == "content-length" || name == "x-request-id" || strings.HasPrefix(name, "x-envoy-")
}

// ordinary are response headers that no route adds.
var ordinary = []string{
	"date", "server", "content-length", "content-type", "connection", "transfer-encoding", "vary", "location", "www-authenticate",
	"grpc-status", "grpc-message", backend.ReportHeader,
}

func addedToResponse(header http.Header) map[string]string {
	var added map[string]string
	for name, values := range header {
		name = strings.ToLower(name)
		if slices.Contains(ordinary, name) || strings.HasPrefix(name, "x-envoy-") {
			continue
		}
		if added == nil {
			added = map[string]string{}
		}
		added[name] = strings.Join(values, ",")
	}
	return added
}
