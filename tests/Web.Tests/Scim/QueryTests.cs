using System.Text;
using System.Text.Json.Nodes;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Web.Security;
using AccessKiosk.Web.Tests.Api;
using Microsoft.AspNetCore.Routing;

namespace AccessKiosk.Web.Tests.Scim;

/// <summary>What directories ask, with whose key, and bodies that are none.</summary>
public sealed class QueryTests(ApiSite api) : IClassFixture<ApiSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_and_groups_are_found_by_a_filter_and_read_page_by_page()
    {
        using var directory = await Directory.OfAsync(api);
        for (var i = 0; i < 5; i++)
            await directory.PostAsync("/Users", $$"""{"userName":"page{{i}}@x.org","externalId":"Ext{{i}}","displayName":"Page \"{{i}}\" (x)","active":{{(i < 3 ? "true" : "false")}} }""");
        var group = (string)(await directory.PostAsync("/Groups", """{"displayName":"Paged"}"""))["id"]!;
        foreach (var (filter, count) in new (string, int)[]
        {
            ("userName eq \"PAGE1@x.org\"", 1), ("externalId eq \"Ext1\"", 1), ("externalId eq \"ext1\"", 0), ("displayName eq \"page \\\"2\\\" (X)\"", 1),
            ("active eq true and userName sw \"page\"", 3), ("active eq \"False\" and userName sw \"page\"", 2), ("userName co \"GE\" and not (active eq true)", 2),
            ("(userName eq \"page0@x.org\" or userName eq \"page4@x.org\") and externalId pr", 2), ("userName sw \"page\" and externalId ne \"Ext0\"", 4),
            ("urn:ietf:params:scim:schemas:core:2.0:User:userName EQ \"page1@x.org\"", 1), ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber pr and userName ew \"x.org\"", 0),
            ("id eq \"00000000-0000-0000-0000-000000000000\"", 0), ("name.formatted eq \"nobody\"", 0),
        })
            Assert.Equal((filter, count), (filter, (int?)(await Ask("Users", filter))["totalResults"]));
        Assert.Equal(1, (int?)(await Ask("Groups", "displayName eq \"paged\""))["totalResults"]);
        Assert.Equal(0, (int?)(await Ask("Groups", $"id eq \"{group}\" and members[value eq \"x\"]"))["totalResults"]);
        Assert.Equal(0, (int?)(await Ask("Groups", "externalId eq \"x\""))["totalResults"]);
        foreach (var filter in (string[])
        [
            "userName", "userName eq", "userName eq \"x", "userName eq x", "userName gt \"x\"", "emails eq \"x\"", "userName eq \"x\" and", "(userName pr", "not userName pr", "userName pr) ",
            "members[value[x", "\"\\ud800\" pr", "userName eq \"\\ud800\"", new string('(', 100) + "userName pr", new string('x', 5000), "userName eq null",
        ])
            Assert.Equal("invalidFilter", (string?)(await Ask("Users", filter, 400))["scimType"]);

        var seen = new List<string>();
        for (var start = 1; start <= 5; start += 2)
        {
            var page = await directory.GetAsync($"/Users?filter={Uri.EscapeDataString("userName sw \"page\"")}&startIndex={start}&count=2&attributes=userName");
            Assert.Equal((5, start), ((int?)page["totalResults"], (int?)page["startIndex"]));
            seen.AddRange(page["Resources"]!.AsArray().Select(one => (string)one!["userName"]!));
            Assert.All(page["Resources"]!.AsArray(), one => Assert.Equal(["schemas", "id", "userName"], one!.AsObject().Select(part => part.Key)));
        }

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(0, (int?)(await directory.GetAsync("/Users?count=0"))["itemsPerPage"]);
        Assert.Equal(1, (int?)(await directory.GetAsync("/Users?startIndex=-3&count=-1"))["startIndex"]);
        await directory.GetAsync("/Users?count=many", 400);
        Assert.Null((await directory.GetAsync($"/Groups/{group}?excludedAttributes=members"))["members"]);

        Task<JsonObject> Ask(string what, string filter, int status = 200) => directory.GetAsync($"/{what}?filter={Uri.EscapeDataString(filter)}", status);
    }

    [Fact]
    public async Task A_page_has_200_users_at_most()
    {
        using var directory = await Directory.OfAsync(api);
        await api.Site.Kiosk.Population.Store.People.AddAsync(
            [.. Enumerable.Range(0, 201).Select(i => new NewPerson { Name = $"Many {i}", Directory = new($"many{i}", null) })], "test", Cancellation);
        var page = await directory.GetAsync("/Users?count=100000&filter=" + Uri.EscapeDataString("userName sw \"many\""));
        Assert.Equal((201, 200, 200), ((int?)page["totalResults"], (int?)page["itemsPerPage"], page["Resources"]!.AsArray().Count));
    }

    [Fact]
    public async Task What_the_service_can_do_is_said_and_nothing_else_answers()
    {
        using var directory = await Directory.OfAsync(api);
        var config = await directory.GetAsync("/ServiceProviderConfig");
        Assert.Equal((true, false, false, 200), ((bool?)config["patch"]!["supported"], (bool?)config["bulk"]!["supported"], (bool?)config["sort"]!["supported"], (int?)config["filter"]!["maxResults"]));
        foreach (var list in (string[])["/Schemas", "/ResourceTypes"])
            foreach (var one in (await directory.GetAsync(list))["Resources"]!.AsArray())
                Assert.Equal((string?)one!["id"], (string?)(await directory.GetAsync($"{list}/{(string?)one["id"]}"))["id"]);
        await directory.GetAsync("/Schemas/urn:other", 404);
        await directory.GetAsync("/Me", 404);
        await directory.PostAsync("/Bulk", "{}", 404);
        await directory.PutAsync("/Users", "{}", 405);
        await directory.GetAsync("/Users/7", 404);
    }

    [Fact]
    public async Task Every_route_asks_for_a_key_with_the_scope_of_directories_which_opens_nothing_else()
    {
        using var stranger = await api.ClientAsync();
        using var others = await api.ClientAsync([.. ApiScopes.All.Keys.Where(scope => scope != ApiScopes.Directory)]);
        var routes = api.Site.Endpoints.OfType<RouteEndpoint>().Where(route => route.RoutePattern.RawText!.StartsWith("/scim/", StringComparison.Ordinal)).ToList();
        Assert.Equal(17, routes.Count);
        foreach (var route in routes)
        {
            var (method, path) = (new HttpMethod(route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]), route.RoutePattern.RawText!.Replace("{id}", $"{Guid.NewGuid()}"));
            foreach (var (client, status) in new[] { (stranger, 401), (others, 403) })
            {
                using var answer = await client.SendAsync(new(method, path), Cancellation);
                Assert.Equal((path, status, "application/scim+json"), (path, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            }
        }

        using var directory = await api.ClientAsync(ApiScopes.Directory);
        foreach (var path in (string[])["people", $"people/{api.Man.Id}/references", $"people/{api.Man.Id}/export", "events", "doors", "alerts", "webhooks", "lockdown", "muster"])
            Assert.Equal((path, 403), (path, (int)(await directory.GetAsync($"/api/v1/{path}", Cancellation)).StatusCode));
        Assert.Equal(403, (int)(await directory.GetAsync("/metrics", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Bodies_that_are_no_users_are_refused_as_such()
    {
        using var directory = await Directory.OfAsync(api);
        var before = api.Site.Kiosk.Population.Store.People.Count;
        foreach (var (body, status, type) in new (string, int, string?)[]
        {
            ("", 400, "invalidSyntax"), ("{", 400, "invalidSyntax"), ("[]", 400, "invalidSyntax"), ("null", 400, "invalidSyntax"), ("{}", 400, "invalidValue"),
            ("""{"userName":"a","userName":"b"}""", 400, "invalidSyntax"), ("""{"userName":"a","USERNAME":"b"}""", 400, "invalidSyntax"),
            ("""{"userName":"\ud800"}""", 400, "invalidSyntax"), ("""{"\ud800":"a"}""", 400, "invalidSyntax"), ("""{"userName":["a"]}""", 400, "invalidValue"), ("""{"userName":7}""", 400, "invalidValue"),
            ("""{"userName":"a\u0000b"}""", 400, "invalidValue"), ("""{"userName":"a","name":"b"}""", 400, "invalidValue"), ("""{"userName":"a","active":null}""", 400, "invalidValue"),
            ("""{"userName":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":[]}""", 400, "invalidValue"),
            ($$"""{"userName":"{{new string('a', 300)}}"}""", 400, "invalidValue"), ($$"""{"userName":"a","displayName":"{{new string('a', 900_000)}}"}""", 400, "invalidValue"),
            ($$"""{"userName":"{{new string('a', 1 << 20)}}"}""", 413, null), (new string('[', 100), 400, "invalidSyntax"),
        })
            Assert.Equal(type, (string?)(await directory.PostAsync("/Users", body, status))["scimType"]);
        var path = $"/Groups/{(string)(await directory.PostAsync("/Groups", """{"displayName":"Bodies"}"""))["id"]!}";
        foreach (var body in (string[])["""{"Operations":[]}""", """{"Operations":{}}""", "{}", $$"""{"Operations":[{{string.Join(',', Enumerable.Repeat("{}", 1001))}}]}"""])
            await directory.SendAsync(HttpMethod.Patch, path, body, 400);
        using var client = await api.ClientAsync(ApiScopes.Directory);
        using var form = new StringContent("userName=a", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal(415, (int)(await client.PostAsync("/scim/v2/Users", form, Cancellation)).StatusCode);
        Assert.Equal(before, api.Site.Kiosk.Population.Store.People.Count);
    }
}
