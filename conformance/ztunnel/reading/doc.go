// Package reading is a second, independent reading of what ztunnel does with policies. ztunnel is written in Rust and has no
// Go module, so that its own code can't be the judge; this package is written from the facts pages instead, plain and slow.
//
// Two readings are here, and tests hold them against one another:
//   - Mesh reads AuthorizationPolicy and PeerAuthentication straight from the manifests. It shares nothing with istiod's
//     conversion, nor with the project's engine, and is the judge.
//   - Converted takes the policies that istiod made of them, and does with them what ztunnel does. It is less independent, since
//     it trusts the conversion, and so tells whether Mesh reads the manifests as istiod does.
package reading
