package app.curtain.core

import org.json.JSONArray
import org.json.JSONObject
import kotlin.math.abs

/**
 * Where `got` differs from `want`, one line each. Every key that `want` names must be equal; a key that only `got` has
 * is a field added later and is let pass. Arrays must have the same length and order.
 */
internal fun differences(want: Any?, got: Any?, at: String = ""): List<String> = when {
    want is JSONObject && got is JSONObject ->
        want.keySet().sorted().flatMap { key ->
            if (got.has(key)) differences(want.get(key), got.get(key), "$at.$key") else listOf("$at.$key: missing")
        }
    want is JSONArray && got is JSONArray && want.length() == got.length() ->
        (0 until want.length()).flatMap { differences(want.get(it), got.get(it), "$at[$it]") }
    want is Number && got is Number && abs(want.toDouble() - got.toDouble()) < 1e-4 -> emptyList()
    want == got -> emptyList()
    else -> listOf("$at: expected $want, got $got")
}
