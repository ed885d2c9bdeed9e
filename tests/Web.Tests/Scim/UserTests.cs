using System.Text.Json.Nodes;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Web.Tests.Api;

namespace AccessKiosk.Web.Tests.Scim;

/// <summary>Users, as Entra ID and Okta send them.</summary>
public sealed class UserTests(ApiSite api) : IClassFixture<ApiSite>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeopleStore People => api.Site.Kiosk.Population.Store.People;

    [Fact]
    public async Task A_user_of_Entra_ID_is_found_missing_added_changed_suspended_and_deleted_and_stays_a_person()
    {
        using var entra = await Directory.OfAsync(api);
        Assert.Equal(0, (int?)(await entra.GetAsync("/Users?filter=userName+eq+%22Test_User_fd0ea19b%22"))["totalResults"]);
        var added = await entra.PostAsync("/Users", """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
             "externalId":"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef","userName":"Test_User_fd0ea19b","active":true,"displayName":"Ann Example",
             "emails":[{"primary":true,"type":"work","value":"ann@example.com"}],"meta":{"resourceType":"User"},
             "name":{"formatted":"Ann E.","familyName":"Example","givenName":"Ann"},"roles":[],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-17","department":"Sales"}}
            """);
        var id = (string)added["id"]!;
        Assert.EndsWith($"/scim/v2/Users/{id}", (string?)added["meta"]!["location"]);
        Assert.Equal(("Ann Example", "E-17"), ((string?)added["displayName"], (string?)added[Enterprise]!["employeeNumber"]));
        Assert.Null(added["emails"]);
        var person = People.FindByExternalId("E-17")!;
        Assert.Equal((id, "Ann Example", PersonStatus.Active, 0), (person.Id.ToString(), person.Name, person.Status, person.References));

        // As its documentation writes them: operations with a capital, values of lists by a filter, yes and no as texts.
        await entra.PatchAsync($"/Users/{id}", """
            {"op":"Replace","path":"emails[type eq \"work\"].value","value":"updated@example.com"},
            {"op":"Replace","path":"name.familyName","value":"Other"},
            {"op":"Replace","path":"displayName","value":"Ann Other"},
            {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber","value":"E-18"}
            """);
        Assert.Equal(("Ann Other", "E-18"), (People.Find(person.Id)!.Name, People.Find(person.Id)!.ExternalId));
        Assert.False((bool?)(await entra.PatchAsync($"/Users/{id}", """{"op":"Replace","path":"active","value":"False"}"""))["active"]);
        Assert.Equal(PersonStatus.Suspended, People.Find(person.Id)!.Status);
        Assert.True((bool?)(await entra.PatchAsync($"/Users/{id}", """{"op":"replace","value":{"active":true,"name.formatted":"A. Other"}}"""))["active"]);
        Assert.Equal(("A. Other", PersonStatus.Active), (People.Find(person.Id)!.Name, People.Find(person.Id)!.Status));

        await entra.DeleteAsync($"/Users/{id}");
        await entra.GetAsync($"/Users/{id}", 404);
        await entra.DeleteAsync($"/Users/{id}", 404);
        Assert.Equal(0, (int?)(await entra.GetAsync("/Users?filter=userName%20eq%20%22test_user_FD0EA19B%22"))["totalResults"]);
        var kept = People.Find(person.Id)!;
        Assert.Equal((PersonStatus.Suspended, true), (kept.Status, kept.Directory!.IsGone));

        // The same account again is the same person.
        var again = await entra.PostAsync("/Users", """{"userName":"test_user_fd0ea19b","displayName":"Ann Other","active":true}""");
        Assert.Equal(id, (string?)again["id"]);
        Assert.Equal((PersonStatus.Active, "E-18"), (People.Find(person.Id)!.Status, People.Find(person.Id)!.ExternalId));
    }

    [Fact]
    public async Task A_user_of_Okta_is_added_replaced_as_a_whole_and_deactivated()
    {
        using var okta = await Directory.OfAsync(api);
        var added = await okta.PostAsync("/Users", """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test.user@okta.local","name":{"givenName":"Test","familyName":"User"},
             "emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],"displayName":"Test User","locale":"en-US","externalId":"00ujl29u0le5T6Aj10h7","groups":[],"password":"1mz050nq","active":true}
            """);
        var id = (string)added["id"]!;
        Assert.DoesNotContain("1mz050nq", added.ToJsonString());
        var replaced = await okta.PutAsync($"/Users/{id}", """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"23a35c27-23d3-4c03-b4c5-6443c09e7173","userName":"another.user@okta.local",
             "name":{"givenName":"Another","middleName":"Excited","familyName":"User"},"active":true,"groups":[],"meta":{"resourceType":"User"}}
            """);
        Assert.Equal((id, "Another User", "another.user@okta.local"), ((string?)replaced["id"], (string?)replaced["displayName"], (string?)replaced["userName"]));
        Assert.Null(replaced["externalId"]);
        Assert.False((bool?)(await okta.PatchAsync($"/Users/{id}", """{"op":"replace","value":{"active":false}}"""))["active"]);
        // A whole that does not say so lets nobody in again.
        Assert.False((bool?)(await okta.PutAsync($"/Users/{id}", """{"userName":"another.user@okta.local"}"""))["active"]);
        Assert.Equal(PersonStatus.Suspended, People.FindByUserName("another.user@okta.local")!.Status);
    }

    [Fact]
    public async Task Whom_an_operator_suspends_no_directory_lets_in_again()
    {
        using var directory = await Directory.OfAsync(api);
        var id = (string)(await directory.PostAsync("/Users", """{"userName":"barred","displayName":"Barred"}"""))["id"]!;
        var person = new PersonId(Guid.Parse(id));
        await People.SetStatusAsync(person, PersonStatus.Suspended, "Ada", Cancellation);
        Assert.False((bool?)(await directory.PatchAsync($"/Users/{id}", """{"op":"replace","path":"active","value":true}"""))["active"]);

        await People.SetStatusAsync(person, PersonStatus.Active, "Ada", Cancellation);
        await directory.PatchAsync($"/Users/{id}", """{"op":"replace","path":"active","value":false}""");
        // The operator's word counts from here on.
        await People.SetStatusAsync(person, PersonStatus.Suspended, "Ada", Cancellation);
        Assert.False((bool?)(await directory.PatchAsync($"/Users/{id}", """{"op":"replace","path":"active","value":true}"""))["active"]);
        await directory.DeleteAsync($"/Users/{id}");
        Assert.False((bool?)(await directory.PostAsync("/Users", """{"userName":"barred","displayName":"Barred","active":true}"""))["active"]);
        Assert.Equal(PersonStatus.Suspended, People.Find(person)!.Status);
    }

    [Fact]
    public async Task Somebody_enrolled_of_the_same_staff_number_is_taken_over_and_a_deletion_leaves_the_references()
    {
        var enrolled = api.Man;
        await People.SetExternalIdAsync(enrolled.Id, "MAN-1", "Ada", Cancellation);
        using var directory = await Directory.OfAsync(api);
        // Whom the directory has not sent, it does not see.
        await directory.GetAsync($"/Users/{enrolled.Id}", 404);
        var taken = await directory.PostAsync("/Users", $$$"""{"userName":"man@example.com","displayName":"A. Berg","{{{Enterprise}}}":{"employeeNumber":"man-1"}}""");
        Assert.Equal(enrolled.Id.ToString(), (string?)taken["id"]);
        await directory.PostAsync("/Users", $$$"""{"userName":"other@example.com","displayName":"Other","{{{Enterprise}}}":{"employeeNumber":"MAN-1"}}""", 409);
        await directory.DeleteAsync($"/Users/{enrolled.Id}");
        var left = People.Find(enrolled.Id)!;
        Assert.Equal((PersonStatus.Suspended, enrolled.References), (left.Status, left.References));
        Assert.NotEqual(0, left.References);
    }

    [Fact]
    public async Task A_change_of_which_a_part_is_refused_changes_nothing_and_every_change_is_audited()
    {
        using var directory = await Directory.OfAsync(api);
        await directory.PostAsync("/Users", $$$"""{"userName":"holder","displayName":"Holder","{{{Enterprise}}}":{"employeeNumber":"HELD"}}""");
        var added = await directory.PostAsync("/Users", """{"userName":"whole","displayName":"Whole"}""");
        var id = (string)added["id"]!;
        const string Rename = """{"op":"replace","path":"displayName","value":"Half"},""";
        foreach (var (operation, status, type) in new (string, int, string?)[]
        {
            ($$"""{"op":"add","path":"{{Enterprise}}:employeeNumber","value":"held"}""", 409, "uniqueness"),
            ("""{"op":"replace","path":"userName","value":"HOLDER"}""", 409, "uniqueness"),
            ("""{"op":"remove","path":"userName"}""", 400, "invalidValue"),
            ("""{"op":"remove"}""", 400, "noTarget"),
            ("""{"op":"replace","path":"id","value":"x"}""", 400, "mutability"),
            ("""{"op":"add","path":"groups","value":[]}""", 400, "mutability"),
            ("""{"op":"add","path":"colour","value":"red"}""", 400, "invalidPath"),
            ("""{"op":"add","path":"members[","value":"red"}""", 400, "invalidPath"),
            ("""{"op":"add","path":"emails[type lt \"a\"].value","value":"red"}""", 400, "invalidFilter"),
            ("""{"op":"move","path":"displayName","value":"x"}""", 400, "invalidSyntax"),
            ("""{"op":"replace","path":"active","value":"perhaps"}""", 400, "invalidValue"),
            ("""{"op":"replace","path":"displayName","value":["x"]}""", 400, "invalidValue"),
            ("""{"op":"replace","path":"displayName"}""", 400, "invalidValue"),
            ($$"""{"op":"replace","path":"externalId","value":"{{new string('x', 1000)}}"}""", 400, "invalidValue"),
            ("7", 400, "invalidValue"),
        })
            Assert.Equal(type, (string?)(await directory.PatchAsync($"/Users/{id}", Rename + operation, status))["scimType"]);
        Assert.True(JsonNode.DeepEquals(added, await directory.GetAsync($"/Users/{id}")));

        await directory.PatchAsync($"/Users/{id}", """{"op":"replace","value":{"displayName":"Renamed","active":false}}""");
        var entries = (await api.Site.Kiosk.Population.Store.Audit.ListAsync(cancellationToken: Cancellation)).Where(entry => entry.Subject == id).ToList();
        Assert.All(entries, entry => Assert.Equal("api key tests", entry.Actor));
        Assert.Superset(new HashSet<string> { "person.added", "person.renamed", "person.suspended", "person.directory-set" }, entries.Select(entry => entry.Action).ToHashSet());
    }

    [Fact]
    public async Task A_change_for_another_version_is_refused_and_an_unchanged_user_is_not_sent_again()
    {
        using var directory = await Directory.OfAsync(api);
        var added = await directory.PostAsync("/Users", """{"userName":"versioned","displayName":"One"}""");
        var (path, first) = ($"/Users/{(string)added["id"]!}", (string)added["meta"]!["version"]!);
        var second = (string)(await directory.PatchAsync(path, """{"op":"replace","path":"displayName","value":"Two"}""", match: first))["meta"]!["version"]!;
        Assert.NotEqual(first, second);
        await directory.PatchAsync(path, """{"op":"replace","path":"displayName","value":"Three"}""", 412, first);
        await directory.PutAsync(path, """{"userName":"versioned","displayName":"Three"}""", 412, first);
        await directory.DeleteAsync(path, 412, first);
        using var client = await api.ClientAsync(Web.Security.ApiScopes.Directory);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/scim/v2" + path);
        request.Headers.TryAddWithoutValidation("If-None-Match", second);
        Assert.Equal(304, (int)(await client.SendAsync(request, Cancellation)).StatusCode);
        await directory.DeleteAsync(path, match: second);
    }
}
