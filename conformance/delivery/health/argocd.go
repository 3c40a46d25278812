// Package health says what Argo CD and Flux think of live objects, by the health checks that our output brings.
package health

import (
	"context"
	"fmt"
	"strings"
	"time"

	argo "github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	// customization is what the keys of health checks in the ConfigMap of Argo CD begin with.
	customization = "resource.customizations.health."
	// scriptLimit is how long Argo CD lets a script run.
	scriptLimit = time.Second
)

// ArgoCD has the health checks of a ConfigMap argocd-cm.
type ArgoCD struct {
	// scripts are in Lua, by GROUP_KIND.
	scripts map[string]string
}

// NewArgoCD reads the health checks of a ConfigMap.
func NewArgoCD(configMap *unstructured.Unstructured) (*ArgoCD, error) {
	data, _, err := unstructured.NestedStringMap(configMap.Object, "data")
	if err != nil {
		return nil, err
	}
	checks := &ArgoCD{scripts: map[string]string{}}
	for key, script := range data {
		if kind, isCheck := strings.CutPrefix(key, customization); isCheck {
			checks.scripts[kind] = script
		}
	}
	if len(checks.scripts) == 0 {
		return nil, fmt.Errorf("the ConfigMap has no health check")
	}
	return checks, nil
}

// Of says what Argo CD thinks of an object.
func (a *ArgoCD) Of(object *unstructured.Unstructured) (string, error) {
	health, err := argo.GetResourceHealth(object, a)
	if err != nil || health == nil {
		return "", err
	}
	return string(health.Status), nil
}

// GetResourceHealth runs the script for the kind of an object, as ExecuteHealthLua in util/lua/lua.go of Argo CD does; nil
// for kinds without one, whose health the engine knows.
func (a *ArgoCD) GetResourceHealth(object *unstructured.Unstructured) (*argo.HealthStatus, error) {
	kind := object.GroupVersionKind()
	script, isThere := a.scripts[kind.Group+"_"+kind.Kind]
	if !isThere {
		return nil, nil
	}
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{lua.LoadLibName: lua.OpenPackage, lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable} {
		if err := state.CallByParam(lua.P{Fn: state.NewFunction(open), Protect: true}, lua.LString(name)); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), scriptLimit)
	defer cancel()
	state.SetContext(ctx)
	state.SetGlobal("obj", toLua(state, object.Object))
	if err := state.DoString(script); err != nil {
		return nil, err
	}
	answer, isTable := state.Get(-1).(*lua.LTable)
	if !isTable {
		return nil, fmt.Errorf("the script for %s gives a %s, expected a table", kind.Kind, state.Get(-1).Type())
	}
	status, message := state.GetField(answer, "status"), state.GetField(answer, "message")
	if status.Type() != lua.LTString || message.Type() != lua.LTString {
		return nil, fmt.Errorf("the script for %s gives status %v and message %v, expected strings", kind.Kind, status, message)
	}
	return &argo.HealthStatus{Status: argo.HealthStatusCode(status.String()), Message: message.String()}, nil
}

func toLua(state *lua.LState, value any) lua.LValue {
	switch value := value.(type) {
	case string:
		return lua.LString(value)
	case bool:
		return lua.LBool(value)
	case float64:
		return lua.LNumber(value)
	case int64:
		return lua.LNumber(value)
	case []any:
		list := state.CreateTable(len(value), 0)
		for _, element := range value {
			list.Append(toLua(state, element))
		}
		return list
	case map[string]any:
		table := state.CreateTable(0, len(value))
		for key, field := range value {
			table.RawSetH(lua.LString(key), toLua(state, field))
		}
		return table
	}
	return lua.LNil
}
