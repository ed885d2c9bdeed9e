using System.Reflection;
using Xunit.v3;

[assembly: AccessKiosk.Web.Tests.Support.ClosesPages]

namespace AccessKiosk.Web.Tests.Support;

/// <summary>Closes the pages of a test when it has ended, so that no other test shares its kiosk with them.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class ClosesPagesAttribute : BeforeAfterTestAttribute
{
    // The framework waits for no task here, and its context has no thread to spare for one that is waited for.
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Task.Run(() => Browser.CloseAsync(test)).GetAwaiter().GetResult();
}
