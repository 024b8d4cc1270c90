package app.curtain.core

import org.json.JSONArray
import org.json.JSONObject

/** The core's records in the form that the golden files have them. */
internal object AsJson {
    fun caption(report: Report): JSONObject {
        val caption = report.caption ?: error("a caption was given but none was reported on")
        return JSONObject()
            .put("verdict", Spelling.of(report.verdict))
            .put("language", Spelling.of(caption.language))
            .put("findings", JSONArray(caption.findings.map(::finding)))
            .put("suggestion", caption.suggestion ?: JSONObject.NULL)
    }

    fun photo(report: Report): JSONObject {
        val photo = report.photos.single()
        return JSONObject()
            .put("verdict", Spelling.of(report.verdict))
            .put("format", Spelling.of(photo.format))
            .put("width", photo.width.toLong())
            .put("height", photo.height.toLong())
            .put("orientation", photo.orientation.toInt())
            .put("metadata", JSONArray(photo.metadata.map(::metadata)))
            .put("findings", JSONArray(photo.findings.map { it.rule }))
            .put("regions", JSONArray(photo.regions.map(::region)))
            .put("looked_for", JSONArray(photo.lookedFor))
            .put("unchecked", JSONArray(photo.unchecked.map { JSONObject().put("what", it.what).put("why", it.why) }))
    }

    private fun region(region: Region): JSONObject = JSONObject()
        .put("kind", Spelling.of(region.kind))
        .put("x", region.x.toLong())
        .put("y", region.y.toLong())
        .put("width", region.width.toLong())
        .put("height", region.height.toLong())
        .put("source", Spelling.of(region.source))

    private fun finding(finding: Finding): JSONObject = JSONObject()
        .put("rule", finding.rule)
        .put("category", finding.category)
        .put("severity", Spelling.of(finding.severity))
        .put("confidence", finding.confidence.toDouble())
        .put("span", finding.span?.let(::span) ?: JSONObject.NULL)
        .put("message", finding.message)
        .put("authority", JSONArray(finding.authority))
        .put("edits", JSONArray(finding.edits.map(::edit)))
        .apply { if (finding.learned) put("learned", true) }

    private fun edit(edit: Edit): JSONObject =
        JSONObject().put("label", edit.label).put("span", span(edit.span)).put("replacement", edit.replacement)

    private fun span(span: TextSpan): JSONObject =
        JSONObject().put("start", span.start.toLong()).put("end", span.end.toLong()).put("text", span.text)

    private fun metadata(item: MetadataItem): JSONObject = JSONObject()
        .put("group", item.group)
        .put("tag", item.tag)
        .put("kind", Spelling.of(item.kind))
        .put("value", item.value)
        .apply { if (item.kept) put("kept", true) }
}
