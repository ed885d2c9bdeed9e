using System.Security.Cryptography;
using System.Text.Json;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Web.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AccessKiosk.Web.Api.Conditions;

/// <summary>
/// Requests that count only while a person is as the program saw them (RFC 9110, 13.1): every answer with a person has an
/// <c>ETag</c>, and <c>If-Match</c> is honoured. Where there are no tags, a condition that cannot be checked is refused, never ignored.
/// </summary>
internal static class PersonTag
{
    private const int TagBytes = 16;

    /// <summary>What a person's representation is told apart by.</summary>
    public static EntityTagHeaderValue Of(PersonBody person) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(person, JsonSerializerOptions.Web)).AsSpan(0, TagBytes))}\"");

    /// <summary>Honours conditions of an operation on one person, and tags its answer.</summary>
    public static RouteHandlerBuilder Tagged(this RouteHandlerBuilder operation)
    {
        operation.WithMetadata(new HasTags()).AddEndpointFilter(AnswerAsync);
        return operation;
    }

    /// <summary>Refuses <c>If-Match</c> where nothing has tags.</summary>
    public static ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.Request.Headers.IfMatch is { Count: > 0 } condition && !IsAny(condition) && http.GetEndpoint()?.Metadata.GetMetadata<HasTags>() is null
            ? ValueTask.FromResult<object?>(Failed("Nothing at this address has an entity tag, so If-Match cannot hold: leave it out."))
            : next(context);
    }

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!Holds(http))
            return Changed();
        object? answer;
        try
        {
            answer = await next(context);
        }
        catch (StoreException fault) when (fault.Fault is StoreFault.Conflict && !Holds(http))
        {
            // Somebody was faster.
            return Changed();
        }

        if (answer is not PersonBody && answer is not Created<PersonBody>)
            return answer;
        var tag = Of(answer as PersonBody ?? ((Created<PersonBody>)answer).Value!);
        http.Response.GetTypedHeaders().ETag = tag;
        return HttpMethods.IsGet(http.Request.Method) && Lists(http.Request.Headers.IfNoneMatch, tag, strong: false) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : answer;
    }

    // Of somebody who is not there the operation itself says so.
    private static bool Holds(HttpContext http) =>
        http.Request.Headers.IfMatch is not { Count: > 0 } condition
        || IsAny(condition)
        || !Guid.TryParse(http.GetRouteValue("id")?.ToString(), out var id)
        || http.RequestServices.GetRequiredService<KioskStore>().People.Find(new(id)) is not { } person
        || Lists(condition, Of(PersonBody.Of(person)), strong: true);

    // A header that cannot be read lists nothing.
    private static bool Lists(StringValues header, EntityTagHeaderValue tag, bool strong) =>
        header.Count > 0 && (IsAny(header) || (EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(one => one.Compare(tag, useStrongComparison: strong))));

    private static bool IsAny(StringValues header) => header is [{ } only] && only.Trim() == "*";

    private static ProblemHttpResult Changed() => Failed("The person was changed since, or the tag is of somebody else: get the person again, then make your change.");

    private static ProblemHttpResult Failed(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status412PreconditionFailed);

    private sealed class HasTags;
}
