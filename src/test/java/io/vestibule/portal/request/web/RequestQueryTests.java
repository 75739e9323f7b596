package io.vestibule.portal.request.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestQueryTests {

    @Test
    void whateverStandsInTheAddressOfAListStandsInThatOfItsNextPage() {
        RequestQuery asked = new RequestQuery("{x}", null, "{y}&z", "50 % {off}", null);

        assertThat(asked.older("c1"))
                .isEqualTo("/portal/requests?status=%7Bx%7D&owner=%7By%7D%26z&q=50%20%25%20%7Boff%7D&cursor=c1");
    }
}
