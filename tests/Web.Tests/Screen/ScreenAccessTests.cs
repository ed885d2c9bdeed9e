using System.Net;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>Whom the screen is shown to. What comes from another machine is put to the kiosk's own routes with such an address.</summary>
public sealed class ScreenAccessTests
{
    [Theory]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("::1", false, false)]
    [InlineData("192.0.2.7", false, true)]
    [InlineData("2001:db8::7", false, true)]
    [InlineData("192.0.2.7", true, true)]
    public async Task Only_this_machine_s_display_gets_the_screen_and_one_that_is_not_paired_does_not_whatever_the_configuration_says(string from, bool fromAnywhere, bool isRefused)
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Web.ScreenFromAnywhere = fromAnywhere);

        var routes = site.Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/screen/", StringComparison.Ordinal) && route.Metadata.GetMetadata<ComponentTypeMetadata>() is null).ToList();
        Assert.InRange(routes.Count, 3, 100);
        foreach (var route in routes)
            Assert.Equal((route.DisplayName, isRefused), (route.DisplayName, await AskAsync(site, route, from) == StatusCodes.Status403Forbidden));
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("X-Forwarded-Server")]
    [InlineData("x-client-ip")]
    [InlineData("CF-Connecting-IP")]
    [InlineData("Via")]
    public void What_a_proxy_on_this_machine_passes_on_does_not_come_from_this_machine(string header)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        Assert.True(context.IsLocal());
        context.Request.Headers[header] = "192.0.2.7";
        Assert.False(context.IsLocal());
    }

    [Theory]
    [InlineData("HTTP/1.0", false)]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2", true)]
    public void A_proxy_on_this_machine_that_adds_no_header_is_told_by_its_protocol(string protocol, bool isLocal)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Protocol = protocol;
        Assert.Equal(isLocal, context.IsLocal());
    }

    private static async Task<int> AskAsync(TestSite site, RouteEndpoint route, string from)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        context.Connection.LocalIpAddress = IPAddress.Parse("192.0.2.1");
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream("{}"u8.ToArray());
        context.Request.RouteValues["camera"] = site.Kiosk.Lanes[0].Name;
        context.SetEndpoint(route);
        await route.RequestDelegate!(context);
        return context.Response.StatusCode;
    }
}
